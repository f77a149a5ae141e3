-- How attempts of the request log were judged; only those that were no success.
CREATE TABLE gptload_log_verdicts (
    log_id varchar(36) NOT NULL PRIMARY KEY,
    category varchar(20) NOT NULL,
    rule_id varchar(128) NOT NULL
) WITHOUT ROWID;
