-- A register row is written once; of a line only the signature is added, once.
DROP TRIGGER register_number_is_final;
CREATE TRIGGER register_row_is_final BEFORE UPDATE ON register_row BEGIN SELECT RAISE(ABORT, 'a register row is never changed'); END;
CREATE TRIGGER register_line_is_final BEFORE UPDATE ON register_line WHEN OLD.signed_at IS NOT NULL OR NEW.register <> OLD.register OR NEW.year <> OLD.year OR NEW.serial <> OLD.serial OR NEW.ordinal <> OLD.ordinal OR NEW.recipient <> OLD.recipient BEGIN SELECT RAISE(ABORT, 'a register line is signed once and never changed'); END;
CREATE TRIGGER signed_receipt_stays BEFORE DELETE ON signed_receipt BEGIN SELECT RAISE(ABORT, 'signed receipts stay'); END;
CREATE TRIGGER signed_receipt_is_final BEFORE UPDATE ON signed_receipt BEGIN SELECT RAISE(ABORT, 'signed receipts stay'); END;
