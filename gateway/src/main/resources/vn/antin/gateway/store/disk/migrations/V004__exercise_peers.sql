-- Whether a peer is an exercise, as its signed card says. Peers that were added before cards said so
-- were added without the field and must be added again from a new card.
ALTER TABLE peer ADD COLUMN exercise INTEGER NOT NULL DEFAULT 0 CHECK (exercise IN (0, 1));
