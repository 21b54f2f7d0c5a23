"""`PYTHON -m tests.integrations.cluster PORT [real]`: a Ray cluster here with two replicas.

Runs in an environment with ray. Says "ready", answers each line of its standard input with the
process ids of the replicas, and ends with it.
"""

from __future__ import annotations

import json
import os
import sys

import ray
from ray import serve
from ray.util import list_named_actors

from service.config.settings import Settings
from service.inference.fake_engine import FakeEngine
from service.integrations.ray_serve import NAME, deployment


def main() -> None:
    """See the module."""
    # Nothing but this machine can reach it.
    here = {"_node_ip_address": "127.0.0.1", "num_cpus": 2, "include_dashboard": False}
    ray.init(log_to_driver=False, **({} if "RAY_ADDRESS" in os.environ else here))
    serve.start(http_options={"host": "127.0.0.1", "port": int(sys.argv[1])})
    if "real" in sys.argv:
        made = deployment(Settings(_env_file=None, profiles=["fast"]))
    else:
        made = deployment(Settings(_env_file=None, log_level="warning"), FakeEngine)
    two = made.options(autoscaling_config=None, num_replicas=2, ray_actor_options={"num_cpus": 0.5})
    serve.run(two.bind(), name=NAME)
    print("ready", flush=True)  # noqa: T201
    for _ in sys.stdin:
        print(json.dumps(replicas()), flush=True)  # noqa: T201
    serve.shutdown()
    ray.shutdown()


def replicas() -> list[int]:
    """Process ids of the replicas that answer."""
    found = []
    for actor in list_named_actors(all_namespaces=True):
        if actor["name"].startswith(f"SERVE_REPLICA::{NAME}#"):
            handle = ray.get_actor(actor["name"], namespace=actor["namespace"])
            try:
                found.append(ray.get(handle.__ray_call__.remote(lambda _: os.getpid()), timeout=10))
            except ray.exceptions.RayError:
                continue
    return found


if __name__ == "__main__":
    main()
