-- What endpoints state about their KEM keys, as they signed it; the newest of each.
CREATE TABLE endpoint_kem_key (
    endpoint TEXT PRIMARY KEY REFERENCES endpoint (id),
    bytes BLOB NOT NULL
) STRICT;
