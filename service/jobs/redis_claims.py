"""Lua for claims and results in Redis; the keys are told in `redis_scripts`."""

from __future__ import annotations

from service.jobs.redis_scripts import ALWAYS

CLAIM = (
    ALWAYS
    + """
local lease, limit, idle, name = tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4] == '1', ARGV[5]
local leases, suspects = P .. 'leases', P .. 'suspects'
local taken = {}
local function take(id, position)
    local token = name .. ':' .. #taken
    local attempts = redis.call('HINCRBY', P .. 'attempts:' .. id, position, 1)
    redis.call('HSET', P .. 'tokens:' .. id, position, token)
    redis.call('ZADD', leases, text(now + lease), id .. ':' .. position)
    redis.call('HSETNX', P .. 'job:' .. id, 'started', text(now))
    local payload = redis.call('HGET', P .. 'docs:' .. id, position)
    taken[#taken + 1] = {
        id, tonumber(position), token, attempts, payload, job(id, 'options'), job(id, 'origin'),
    }
end
-- No lease ends later than the second, unless the clock was set back since it was given.
for _, range in ipairs({{'-inf', text(now)}, {'(' .. text(now + 2 * lease), '+inf'}}) do
    for _, member in ipairs(redis.call('ZRANGEBYSCORE', leases, range[1], range[2])) do
        local id, position = string.match(member, '^(.*):(%d+)$')
        redis.call('ZREM', leases, member)
        redis.call('HDEL', P .. 'tokens:' .. id, position)
        if job(id, 'state') == 'running' then redis.call('RPUSH', suspects, member) end
    end
end
while true do
    local member = redis.call('LINDEX', suspects, 0)
    if not member then break end
    local id, position = string.match(member, '^(.*):(%d+)$')
    local there = job(id, 'state') == 'running'
    if there and not idle then return {} end
    redis.call('LPOP', suspects)
    if there then
        take(id, position)
        return taken
    end
end
while #taken < limit do
    local id = redis.call('ZRANGE', P .. 'turns', 0, 0)[1]
    if not id then break end
    local position = redis.call('LPOP', P .. 'fresh:' .. id)
    if position then take(id, position) end
    if redis.call('LLEN', P .. 'fresh:' .. id) == 0 then
        redis.call('ZREM', P .. 'turns', id)
    else
        redis.call('ZADD', P .. 'turns', edge('ZREVRANGE') + 1, id)
    end
end
return taken
"""
)

RENEW = (
    ALWAYS
    + """
local kept = {}
for n = 3, #ARGV, 3 do
    local id, position, token = ARGV[n], ARGV[n + 1], ARGV[n + 2]
    if redis.call('HGET', P .. 'tokens:' .. id, position) == token then
        redis.call('ZADD', P .. 'leases', text(now + tonumber(ARGV[2])), id .. ':' .. position)
        kept[#kept + 1] = token
    end
end
return kept
"""
)

RELEASE = (
    ALWAYS
    + """
for n = #ARGV - 2, 2, -3 do
    local id, position, token = ARGV[n], ARGV[n + 1], ARGV[n + 2]
    if redis.call('HGET', P .. 'tokens:' .. id, position) == token then
        redis.call('HDEL', P .. 'tokens:' .. id, position)
        redis.call('ZREM', P .. 'leases', id .. ':' .. position)
        if redis.call('HINCRBY', P .. 'attempts:' .. id, position, -1) > 0 then
            redis.call('RPUSH', P .. 'suspects', id .. ':' .. position)
        else
            redis.call('LPUSH', P .. 'fresh:' .. id, position)
            redis.call('ZADD', P .. 'turns', 'NX', edge('ZRANGE'), id)
        end
    end
end
"""
)

FINISH = (
    ALWAYS
    + """
local keep, id, position, token = tonumber(ARGV[2]), ARGV[3], ARGV[4], ARGV[5]
if redis.call('HGET', P .. 'tokens:' .. id, position) ~= token then return 0 end
for _, part in ipairs({'tokens:', 'attempts:', 'docs:'}) do
    redis.call('HDEL', P .. part .. id, position)
end
redis.call('ZREM', P .. 'leases', id .. ':' .. position)
local head = position .. ':' .. ARGV[6] .. ':' .. text(now) .. ':'
local done = redis.call('RPUSH', P .. 'results:' .. id, head .. ARGV[7])
redis.call('HINCRBY', P .. 'job:' .. id, ARGV[6] == '1' and 'failed' or 'succeeded', 1)
if done == tonumber(job(id, 'total')) then
    local expires = text(now + keep)
    set(id, 'state', 'done', 'ended', text(now), 'expires', expires)
    redis.call('SREM', P .. 'running', id)
    redis.call('ZADD', P .. 'ended', expires, id)
end
return 1
"""
)

WAITING = (
    ALWAYS
    + """
local sum = 0
for _, id in ipairs(redis.call('SMEMBERS', P .. 'running')) do
    sum = sum + tonumber(job(id, 'total')) - redis.call('LLEN', P .. 'results:' .. id)
end
return sum
"""
)
