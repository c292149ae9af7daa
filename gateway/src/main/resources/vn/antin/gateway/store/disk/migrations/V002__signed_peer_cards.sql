-- The signature of the peer's CA over its card, so that the row can be checked against it. Empty: added before cards were signed.
ALTER TABLE peer ADD COLUMN card_signature BLOB NOT NULL DEFAULT x'';
