-- Records of key ceremonies, each with a place of its own in the log.
CREATE TABLE ceremony (
    log_index INTEGER PRIMARY KEY REFERENCES log_entry (idx),
    record BLOB NOT NULL,
    signature BLOB NOT NULL,
    salt BLOB NOT NULL
) STRICT;
CREATE TRIGGER ceremony_stays BEFORE DELETE ON ceremony BEGIN SELECT RAISE(ABORT, 'a ceremony is never deleted'); END;
CREATE TRIGGER ceremony_is_final BEFORE UPDATE ON ceremony BEGIN SELECT RAISE(ABORT, 'a ceremony is never changed'); END;
