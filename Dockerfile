# syntax=docker/dockerfile:1

# Sổ Học as one small image.
#
#   docker build --build-arg VERSION="$(git describe --tags --always)" -t sohoc .
#   docker run -d --name sohoc --stop-timeout 30 -v sohoc:/data -p 127.0.0.1:8080:8080 \
#     -e SOHOC_TELEGRAM_TOKEN_FILE=/run/secrets/telegram -v /etc/sohoc/telegram:/run/secrets/telegram:ro sohoc
#   docker exec sohoc sohoc backup --to /data/backup
#
# A stop waits for what is in flight, up to 20 s, hence the time-out; a kill loses nothing either.

# Both stages are of one Debian release: the program links to the C library of the first and runs on that of the
# second.
FROM golang:1.26-bookworm AS build
WORKDIR /src

# The modules, and SQLite, whose C code takes a minute, are layers of their own: a change of our code compiles
# only our code.
COPY go.mod go.sum ./
RUN go mod download
RUN CGO_ENABLED=1 go build -trimpath github.com/mattn/go-sqlite3

COPY . .
ARG VERSION=unknown
RUN CGO_ENABLED=1 go build -trimpath -buildvcs=false -ldflags="-s -w -X main.release=${VERSION}" -o /out/sohoc ./cmd/sohoc \
    && /out/sohoc version

FROM debian:bookworm-slim

# Certificates for the channels' servers. Zone data is inside the program.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 sohoc \
    && useradd --system --uid 10001 --gid sohoc --home-dir /data --no-create-home --shell /usr/sbin/nologin sohoc \
    && install -d -o sohoc -g sohoc -m 0700 /data

COPY --from=build /out/sohoc /usr/local/bin/sohoc

# Inside a container, loopback is nobody's: listen on all addresses and let -p say who may come.
ENV SOHOC_DATA_DIR=/data \
    SOHOC_HTTP_ADDR=0.0.0.0:8080
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM

# The first start may have a migration to do, and a copy to make before it.
HEALTHCHECK --interval=30s --timeout=12s --start-period=60s --retries=3 CMD ["/usr/local/bin/sohoc", "health"]

ENTRYPOINT ["/usr/local/bin/sohoc"]
CMD ["serve"]
