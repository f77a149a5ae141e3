-- Grows whenever the group gets or loses keys.
ALTER TABLE gptload_group_versions ADD COLUMN keys_version bigint NOT NULL DEFAULT 0;
