-- Works, withdrawn ones too, in the order in which their current versions were written: all of them,
-- and those of a place. For harvesters, who ask for what is new since a moment.
CREATE INDEX record_at ON record (at, id) WHERE kind <= 6;
CREATE INDEX record_place_at ON record (place, at, id) WHERE kind <= 6;
