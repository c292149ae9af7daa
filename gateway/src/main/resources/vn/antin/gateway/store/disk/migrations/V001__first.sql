-- Instants: milliseconds since 1970, UTC. Days: ISO text, Vietnamese calendar. Digests: 32 bytes.

CREATE TABLE endpoint (
    id TEXT PRIMARY KEY,
    organization TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    organization_name TEXT NOT NULL,
    unit TEXT,
    gateway TEXT NOT NULL,
    premises TEXT NOT NULL,
    roles TEXT NOT NULL,
    clearance_level TEXT,
    clearance_until TEXT,
    clearance_basis TEXT,
    workstation TEXT,
    device_until TEXT,
    status TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    search TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX endpoint_organization ON endpoint (organization);

CREATE TABLE peer (
    organization TEXT PRIMARY KEY,
    organization_name TEXT NOT NULL,
    gateway TEXT NOT NULL,
    url TEXT NOT NULL,
    premises TEXT NOT NULL,
    ca BLOB NOT NULL,
    cross_certificate BLOB NOT NULL,
    tls BLOB NOT NULL,
    log_key TEXT NOT NULL,
    channel_profile TEXT NOT NULL,
    crl BLOB,
    active INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE certificate (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    fingerprint BLOB NOT NULL UNIQUE,
    endpoint TEXT REFERENCES endpoint (id),
    profile TEXT NOT NULL,
    der BLOB NOT NULL,
    issued_serial TEXT UNIQUE,
    issued_at INTEGER,
    revoked_at INTEGER,
    revoked_reason TEXT,
    CHECK ((issued_serial IS NULL) = (issued_at IS NULL)),
    CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL))
) STRICT;
CREATE INDEX certificate_endpoint ON certificate (endpoint, position);
CREATE INDEX certificate_revoked ON certificate (revoked_at) WHERE revoked_at IS NOT NULL;

CREATE TABLE crl (
    number INTEGER PRIMARY KEY,
    der BLOB NOT NULL,
    this_update INTEGER NOT NULL,
    next_update INTEGER NOT NULL
) STRICT;

CREATE TABLE enrolment (
    id TEXT PRIMARY KEY,
    endpoint TEXT NOT NULL,
    custodian TEXT NOT NULL,
    request BLOB NOT NULL,
    challenge BLOB NOT NULL,
    expected BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    proven_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE admission (
    id TEXT PRIMARY KEY,
    note BLOB NOT NULL,
    outer BLOB NOT NULL,
    outer_signature BLOB NOT NULL,
    submitter TEXT NOT NULL,
    admitted_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    policy TEXT NOT NULL
) STRICT;
CREATE INDEX admission_expires ON admission (expires_at);

CREATE TABLE admission_blob (
    sha256 BLOB NOT NULL,
    admission TEXT NOT NULL REFERENCES admission (id) ON DELETE CASCADE,
    PRIMARY KEY (sha256, admission)
) STRICT, WITHOUT ROWID;
CREATE INDEX admission_blob_admission ON admission_blob (admission);

CREATE TABLE consignment (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    note BLOB NOT NULL,
    outer BLOB NOT NULL,
    direction TEXT NOT NULL,
    sender TEXT NOT NULL,
    submitter TEXT NOT NULL,
    accepted_at INTEGER NOT NULL,
    policy TEXT NOT NULL
) STRICT;
CREATE INDEX consignment_sender ON consignment (sender, position);

CREATE TABLE outer_signature (
    consignment INTEGER PRIMARY KEY REFERENCES consignment (position),
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE consignment_blob (
    sha256 BLOB NOT NULL,
    consignment INTEGER NOT NULL REFERENCES consignment (position),
    size INTEGER NOT NULL,
    PRIMARY KEY (sha256, consignment)
) STRICT, WITHOUT ROWID;

CREATE TABLE delivery (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    consignment TEXT NOT NULL REFERENCES consignment (id),
    sender TEXT NOT NULL,
    recipient TEXT NOT NULL,
    gateway TEXT NOT NULL,
    sequence INTEGER NOT NULL CHECK (sequence > 0),
    state TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    UNIQUE (consignment, recipient),
    UNIQUE (sender, recipient, sequence)
) STRICT;
CREATE INDEX delivery_inbox ON delivery (recipient, position);

CREATE TABLE signed_receipt (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    consignment TEXT NOT NULL REFERENCES consignment (id),
    recipient TEXT NOT NULL,
    digest BLOB NOT NULL,
    receipt BLOB NOT NULL,
    received_at INTEGER NOT NULL,
    UNIQUE (consignment, recipient)
) STRICT;

CREATE TABLE log_entry (
    idx INTEGER PRIMARY KEY,
    entry BLOB NOT NULL
) STRICT;

-- Only the levels 8, 16, 24 ...: what lies between is computed from at most 128 hashes.
CREATE TABLE log_node (
    level INTEGER NOT NULL,
    idx INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (level, idx)
) STRICT, WITHOUT ROWID;

CREATE TABLE checkpoint (
    size INTEGER PRIMARY KEY,
    note BLOB NOT NULL
) STRICT;

-- Own evidence has a place in the log, foreign evidence came with its receipt.
CREATE TABLE evidence (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    consignment TEXT NOT NULL,
    outer BLOB NOT NULL,
    recipient TEXT,
    issuer TEXT NOT NULL,
    event TEXT NOT NULL,
    bytes BLOB NOT NULL,
    salt BLOB NOT NULL,
    log_index INTEGER UNIQUE REFERENCES log_entry (idx),
    receipt BLOB,
    CHECK ((log_index IS NULL) <> (receipt IS NULL))
) STRICT;
CREATE INDEX evidence_consignment ON evidence (consignment, position);

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    consignment TEXT NOT NULL,
    target TEXT NOT NULL,
    priority INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt INTEGER NOT NULL,
    last_error TEXT,
    created_at INTEGER NOT NULL,
    UNIQUE (consignment, kind, target)
) STRICT;
CREATE INDEX outbox_due ON outbox (next_attempt);

CREATE TABLE event (
    endpoint TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    kind TEXT NOT NULL,
    consignment TEXT NOT NULL,
    event TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (endpoint, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE register_counter (
    register TEXT NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (register, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE register_row (
    register TEXT NOT NULL,
    year INTEGER NOT NULL,
    serial INTEGER NOT NULL,
    subject TEXT NOT NULL,
    consignment TEXT NOT NULL,
    entered_on TEXT NOT NULL,
    entered_at INTEGER NOT NULL,
    sender TEXT NOT NULL,
    level TEXT NOT NULL,
    document_number TEXT,
    document_date TEXT,
    document_type TEXT,
    summary TEXT,
    signatory TEXT,
    copies INTEGER,
    note TEXT,
    PRIMARY KEY (register, year, serial),
    UNIQUE (register, subject),
    CHECK (level <> 'TUYET_MAT' OR summary IS NULL)
) STRICT, WITHOUT ROWID;

CREATE TABLE register_line (
    register TEXT NOT NULL,
    year INTEGER NOT NULL,
    serial INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    recipient TEXT NOT NULL,
    signed_by TEXT,
    signed_at INTEGER,
    receipt BLOB,
    PRIMARY KEY (register, year, serial, ordinal),
    FOREIGN KEY (register, year, serial) REFERENCES register_row (register, year, serial)
) STRICT, WITHOUT ROWID;
CREATE INDEX register_line_recipient ON register_line (recipient, register, year);

-- What is written once stays: a slip in the program must not be able to undo evidence.
CREATE TRIGGER evidence_stays BEFORE DELETE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence is never deleted'); END;
CREATE TRIGGER evidence_is_final BEFORE UPDATE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;
CREATE TRIGGER log_entry_stays BEFORE DELETE ON log_entry BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER log_entry_is_final BEFORE UPDATE ON log_entry BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER log_node_stays BEFORE DELETE ON log_node BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER log_node_is_final BEFORE UPDATE ON log_node BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
CREATE TRIGGER checkpoint_stays BEFORE DELETE ON checkpoint BEGIN SELECT RAISE(ABORT, 'checkpoints stay'); END;
CREATE TRIGGER checkpoint_is_final BEFORE UPDATE ON checkpoint BEGIN SELECT RAISE(ABORT, 'checkpoints stay'); END;
CREATE TRIGGER register_row_stays BEFORE DELETE ON register_row BEGIN SELECT RAISE(ABORT, 'a register row is never deleted'); END;
CREATE TRIGGER register_line_stays BEFORE DELETE ON register_line BEGIN SELECT RAISE(ABORT, 'a register row is never deleted'); END;
CREATE TRIGGER register_number_is_final BEFORE UPDATE OF register, year, serial, subject, consignment ON register_row BEGIN SELECT RAISE(ABORT, 'a register number is never reused'); END;
CREATE TRIGGER register_counter_grows BEFORE UPDATE ON register_counter WHEN NEW.last < OLD.last BEGIN SELECT RAISE(ABORT, 'a register number is never reused'); END;
