-- What custodians ordered of endpoints and peers, each with a place of its own in the log.
CREATE TABLE endpoint_order (
    log_index INTEGER PRIMARY KEY REFERENCES log_entry (idx),
    endpoint TEXT NOT NULL,
    bytes BLOB NOT NULL,
    salt BLOB NOT NULL
) STRICT;
CREATE INDEX endpoint_order_endpoint ON endpoint_order (endpoint, log_index);
CREATE TRIGGER endpoint_order_stays BEFORE DELETE ON endpoint_order BEGIN SELECT RAISE(ABORT, 'an order is never deleted'); END;
CREATE TRIGGER endpoint_order_is_final BEFORE UPDATE ON endpoint_order BEGIN SELECT RAISE(ABORT, 'an order is never changed'); END;
