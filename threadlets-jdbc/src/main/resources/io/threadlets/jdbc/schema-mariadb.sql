-- The calls of one queue. ${table} stands for the prefix and the queue's name, as in threadlets_reports.
create table if not exists ${table} (
  task_name varchar(200) not null,
  task_instance varchar(40) not null,
  task_data longblob not null,
  execution_time datetime(6) not null,
  picked boolean not null,
  picked_by varchar(50),
  last_success datetime(6),
  last_failure datetime(6),
  consecutive_failures int not null,
  last_heartbeat datetime(6),
  version bigint not null,
  call_key varchar(200),
  live smallint,
  accepted datetime(6) not null,
  crashes int not null,
  failure varchar(1000),
  primary key (task_instance, task_name),
  index ${table}_due (picked, execution_time),
  unique index ${table}_key (task_name, call_key, live)
) character set utf8mb4 collate utf8mb4_nopad_bin;
