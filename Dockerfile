# The service with its models. It downloads nothing at run time.
#
#   docker build --build-arg TORCH_INDEX=<index with CPU builds of torch> -t copydesk .
#   docker run --rm -p 8000:8000 --read-only --tmpfs /tmp:size=1100m --cap-drop ALL copydesk
#
# Without TORCH_INDEX pip takes torch from the default index, which on Linux is the CUDA
# build: it works, but is several gigabytes larger. For a reproducible build, name the
# base by digest: --build-arg PYTHON_IMAGE=python:3.11-slim-bookworm@sha256:<digest>, which
# `docker buildx imagetools inspect python:3.11-slim-bookworm` prints.
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
ARG TORCH_INDEX=""
ARG EXTRAS=otel,redis
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_QUIET=1 PYTHONDONTWRITEBYTECODE=1 \
    PATH=/opt/copydesk/venv/bin:$PATH \
    COPYDESK_MODELS_DIR=/opt/copydesk/models
WORKDIR /src
RUN python -m venv /opt/copydesk/venv
COPY requirements.lock ./
# torch without its dependencies, because an index of torch builds may lack their locked versions.
RUN pip install --only-binary :all: -c requirements.lock --no-deps \
    ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} torch
# The dependencies alone, through a package without code: a change of the service needs no new
# layer of them. Only wheels, so that no code from an index runs during the build.
COPY pyproject.toml ./
RUN mkdir service && echo '__version__ = "0"' > service/__init__.py && touch README.md LICENSE NOTICE \
    && pip install --only-binary :all: -c requirements.lock ".[${EXTRAS}]" \
    && pip uninstall --yes copydesk && rm -r build service
COPY README.md LICENSE NOTICE ./
COPY service ./service
RUN pip install --no-deps --target /opt/copydesk/app . \
    && echo /opt/copydesk/app > "$(python -c 'import site; print(site.getsitepackages()[0])')/app.pth"
COPY models /opt/copydesk/models
# The base encoders survive in a cache mount; what is copied out of it is verified.
RUN --mount=type=cache,target=/var/cache/copydesk \
    COPYDESK_CACHE_DIR=/var/cache/copydesk /opt/copydesk/app/bin/copydesk models pull \
    && cp -r /var/cache/copydesk /opt/copydesk/encoders \
    && COPYDESK_CACHE_DIR=/opt/copydesk/encoders /opt/copydesk/app/bin/copydesk models verify
# Removes what the service never imports: networkx serves torch's compiler, hf-xet downloads from a
# hub, babel's languages are for dates, transformers generates its modules from modular_*.py. torch
# needs torch_shm_manager and testing/_internal; the rest of transformers stays for own models.
RUN pip uninstall --yes networkx hf-xet setuptools pip \
    && cd "$(python -c 'import site; print(site.getsitepackages()[0])')" \
    && find torch/bin -type f ! -name torch_shm_manager -delete \
    && rm -r torch/include torch/share torch/test \
    && rm torch/lib/*_test.so torch/lib/libbackend_with_compiler.so torch/lib/libaoti_custom_ops.so \
    && find babel/locale-data -name '*.dat' ! -name root.dat ! -name 'en*.dat' -delete \
    && find transformers -name 'modular_*' -delete \
    && find . -type d -name tests -prune -exec rm -r {} + \
    && find . -type f \( -name '*.a' -o -name '*.pyi' -o -name '*.h' -o -name '*.pyx' \) -delete
# Runs the service once, to keep bytecode of the three large packages only for what it imports.
RUN cd "$(python -c 'import site; print(site.getsitepackages()[0])')" \
    && find torch transformers sympy -name '*.pyc' -delete \
    && echo "The senator lied about the dam. Farmers lost everything." > /tmp/article \
    && PYTHONDONTWRITEBYTECODE="" HF_HUB_OFFLINE=1 COPYDESK_CACHE_DIR=/opt/copydesk/encoders \
       COPYDESK_JOBS_PATH=off /opt/copydesk/app/bin/copydesk demo /tmp/article

FROM ${PYTHON_IMAGE}
ARG PYTHON_IMAGE
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Copydesk" \
      org.opencontainers.image.description="Summary, stance and sentiment of an article, with evidence" \
      org.opencontainers.image.licenses="Apache-2.0 AND CC-BY-SA-4.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="${PYTHON_IMAGE}"
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin copydesk \
    && install -d -o 10001 -g 10001 -m 700 /var/lib/copydesk \
    && python -m pip uninstall --quiet --yes --root-user-action ignore pip setuptools wheel
# The files that change least come first, so that most layers stay cached.
COPY --from=build /opt/copydesk/venv /opt/copydesk/venv
COPY --from=build /opt/copydesk/encoders /opt/copydesk/encoders
COPY --from=build /opt/copydesk/models /opt/copydesk/models
COPY --from=build /opt/copydesk/app /opt/copydesk/app
COPY LICENSE NOTICE /opt/copydesk/
ENV PATH=/opt/copydesk/app/bin:/opt/copydesk/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    HF_HUB_OFFLINE=1 \
    COPYDESK_MODELS_DIR=/opt/copydesk/models \
    COPYDESK_CACHE_DIR=/opt/copydesk/encoders \
    COPYDESK_JOBS_PATH=/var/lib/copydesk/jobs.sqlite \
    COPYDESK_HOST=0.0.0.0
USER 10001:10001
WORKDIR /opt/copydesk
EXPOSE 8000
STOPSIGNAL SIGTERM
# http.client, because urllib would use a proxy that the environment names. The port comes from the
# same variables as the service's, so a port on the command line needs a check of its own.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["python", "-I", "-c", "import os, http.client as h; p = int(os.environ.get('COPYDESK_PORT') or os.environ.get('PORT') or 8000); c = h.HTTPConnection('127.0.0.1', p, timeout=2); c.request('GET', '/readyz'); raise SystemExit(c.getresponse().status != 200)"]
CMD ["copydesk", "serve"]
