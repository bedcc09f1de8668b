package io.threadlets.jdbc;

/** The endpoint, on a real PostgreSQL. */
class PostgreSqlEndpointTests extends EndpointContract {
    PostgreSqlEndpointTests() {
        super(PostgreSql.newDatabase(), "PostgreSQL");
    }
}
