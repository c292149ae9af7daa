-- Seals that the agency's key made, each with a place of its own in the log.
CREATE TABLE agency_seal (
    log_index INTEGER PRIMARY KEY REFERENCES log_entry (idx),
    bytes BLOB NOT NULL,
    salt BLOB NOT NULL
) STRICT;
CREATE TRIGGER agency_seal_stays BEFORE DELETE ON agency_seal BEGIN SELECT RAISE(ABORT, 'the record of a seal is never deleted'); END;
CREATE TRIGGER agency_seal_is_final BEFORE UPDATE ON agency_seal BEGIN SELECT RAISE(ABORT, 'the record of a seal is never changed'); END;
