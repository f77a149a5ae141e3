-- The processes that use this database.
CREATE TABLE IF NOT EXISTS gptload_nodes (
    node varchar(64) NOT NULL PRIMARY KEY,
    name varchar(255) NOT NULL,
    seen_ms bigint NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
