# Samovar in a small image: one program with its pages, texts and methods inside, run by a user of
# its own. `scripts/dockerfile` runs these very steps where there is no engine.

FROM rust:1.95-slim-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends build-essential \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN cargo build --release --locked --bin samovar

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --system --gid 10001 samovar \
    && useradd --system --uid 10001 --gid samovar --home-dir /srv/samovar --no-create-home samovar \
    && install -d -m 0700 -o samovar -g samovar /srv/samovar /srv/samovar/data /srv/samovar/config
COPY --from=build /src/target/release/samovar /usr/local/bin/samovar
RUN samovar --version
USER samovar
WORKDIR /srv/samovar
# Reached from outside the container; practice rooms then ask for a key ([practice] key_file).
ENV SAMOVAR_WEB__LISTEN=0.0.0.0:8080
VOLUME ["/srv/samovar/data"]
EXPOSE 8080
# Alive, not ready: a database that is away for a while mends itself and needs no restart.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /healthz HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["samovar"]
CMD ["serve"]
