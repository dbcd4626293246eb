CREATE TABLE account (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  password TEXT NOT NULL,
  admin SMALLINT NOT NULL,
  disabled SMALLINT NOT NULL,
  made BIGINT NOT NULL
);

CREATE TABLE token (
  id TEXT NOT NULL PRIMARY KEY,
  secret ${bytes} NOT NULL UNIQUE,
  account TEXT NOT NULL REFERENCES account (id),
  name TEXT NOT NULL,
  scope TEXT NOT NULL,
  device TEXT NOT NULL,
  device_name TEXT NOT NULL,
  made BIGINT NOT NULL,
  used BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  revoked SMALLINT NOT NULL
);

CREATE INDEX token_of_account ON token (account);

CREATE TABLE project (
  number ${identity},
  id TEXT NOT NULL UNIQUE,
  owner TEXT NOT NULL REFERENCES account (id),
  genesis ${bytes} NOT NULL,
  bytes BIGINT NOT NULL,
  generation BIGINT NOT NULL,
  made BIGINT NOT NULL
);

CREATE INDEX project_of_owner ON project (owner);

CREATE TABLE pack (
  number ${identity},
  project BIGINT NOT NULL REFERENCES project (number),
  name TEXT NOT NULL UNIQUE,
  length BIGINT NOT NULL,
  listed SMALLINT NOT NULL,
  since BIGINT NOT NULL
);

CREATE INDEX pack_of_project ON pack (project);

CREATE TABLE object (
  project BIGINT NOT NULL REFERENCES project (number),
  id ${bytes} NOT NULL,
  kind SMALLINT NOT NULL,
  pack BIGINT NOT NULL REFERENCES pack (number),
  start INTEGER NOT NULL,
  length INTEGER NOT NULL,
  standing SMALLINT NOT NULL,
  height BIGINT NOT NULL,
  PRIMARY KEY (project, id)
) ${clustered};

CREATE INDEX object_in_pack ON object (pack, start);

CREATE TABLE move (
  project BIGINT NOT NULL REFERENCES project (number),
  sequence BIGINT NOT NULL,
  token ${bytes} NOT NULL,
  branch TEXT NOT NULL,
  origin ${bytes},
  target ${bytes} NOT NULL,
  device TEXT NOT NULL,
  incarnation TEXT NOT NULL,
  device_sequence BIGINT NOT NULL,
  made BIGINT NOT NULL,
  PRIMARY KEY (project, sequence)
);

CREATE TABLE head (
  project BIGINT NOT NULL REFERENCES project (number),
  branch TEXT NOT NULL,
  target ${bytes} NOT NULL,
  sequence BIGINT NOT NULL,
  PRIMARY KEY (project, branch)
);

CREATE TABLE writer (
  project BIGINT NOT NULL REFERENCES project (number),
  device TEXT NOT NULL,
  incarnation TEXT NOT NULL,
  device_sequence BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  PRIMARY KEY (project, device, incarnation)
);

CREATE TABLE guard_note (
  project BIGINT NOT NULL REFERENCES project (number),
  branch TEXT NOT NULL,
  name ${bytes} NOT NULL,
  content ${bytes} NOT NULL,
  made BIGINT NOT NULL,
  PRIMARY KEY (project, branch, name)
);
