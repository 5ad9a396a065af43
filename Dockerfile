# authlint and nothing else: no shell, no library, no network needed.
#
#     docker build -t authlint .
#     docker run --rm -v "$PWD:/src:ro" authlint
#
# Built and tried on linux/amd64. Other platforms come from the release workflow and are not tried there.
FROM rust:1-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /authlint
COPY . .
ARG AUTHLINT_COMMIT=""
# With a target named, build scripts and macros stay dynamic; the C library goes into the program.
RUN target="$(rustc -vV | sed -n 's/^host: //p')" \
    && RUSTFLAGS="-C target-feature=+crt-static" cargo build --release --locked --target "$target" \
    && cp "target/$target/release/authlint" /authlint-static

FROM scratch
COPY --from=build /authlint-static /authlint
WORKDIR /src
ENTRYPOINT ["/authlint"]
