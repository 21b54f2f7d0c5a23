# The service with its models, nothing to download at run time.
#
#   docker build --build-arg TORCH_INDEX=<index with CPU builds of torch> -t copydesk .
#
# Without TORCH_INDEX pip takes torch from the default index, which on Linux is the CUDA
# build: it works, but is several gigabytes larger.
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
ARG TORCH_INDEX=""
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /src
RUN python -m venv /opt/copydesk/venv
COPY requirements.lock ./
RUN if [ -n "$TORCH_INDEX" ]; then \
        /opt/copydesk/venv/bin/pip install --quiet -c requirements.lock --index-url "$TORCH_INDEX" torch; \
    else \
        /opt/copydesk/venv/bin/pip install --quiet -c requirements.lock torch; \
    fi
COPY pyproject.toml README.md LICENSE ./
COPY service ./service
RUN /opt/copydesk/venv/bin/pip install --quiet -c requirements.lock .
COPY models ./models
RUN rm -rf models/training models/__pycache__ \
    && mkdir -p /opt/copydesk/cache && cp -r models /opt/copydesk/models \
    && COPYDESK_MODELS_DIR=/opt/copydesk/models COPYDESK_CACHE_DIR=/opt/copydesk/cache \
       /opt/copydesk/venv/bin/copydesk models pull \
    && COPYDESK_MODELS_DIR=/opt/copydesk/models COPYDESK_CACHE_DIR=/opt/copydesk/cache \
       /opt/copydesk/venv/bin/copydesk models verify \
    && /opt/copydesk/venv/bin/pip uninstall --quiet --yes pip setuptools

FROM ${PYTHON_IMAGE}
LABEL org.opencontainers.image.title="Copydesk" \
      org.opencontainers.image.description="Summary, stance and sentiment of an article, with evidence" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin copydesk
COPY --from=build /opt/copydesk /opt/copydesk
ENV PATH=/opt/copydesk/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    HF_HUB_OFFLINE=1 \
    COPYDESK_MODELS_DIR=/opt/copydesk/models \
    COPYDESK_CACHE_DIR=/opt/copydesk/cache
USER 10001
WORKDIR /opt/copydesk
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
CMD ["copydesk", "serve", "--host", "0.0.0.0", "--port", "8000"]
