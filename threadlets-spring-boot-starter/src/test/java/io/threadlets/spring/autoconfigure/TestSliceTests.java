package io.threadlets.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The starter's entries in Boot's test slices; readme/SliceTests runs those that can run here. */
class TestSliceTests {
    private static final Path ENTRIES = Path.of("src/main/resources/META-INF/spring");
    private static final List<String> IN_EACH = List.of(
            ThreadletsAnnotationAutoConfiguration.class.getName(),
            ThreadletsAutoConfiguration.class.getName(),
            ThreadletsContextAutoConfiguration.class.getName());

    @Test
    void eachSliceHasWhatAnnotatedBeansNeed() throws IOException {
        for (Path slice : slices()) {
            assertThat(Files.readAllLines(slice)).as(slice.toString()).containsAll(IN_EACH);
        }
    }

    @Test
    void slicesOfBootAreAllThere() throws IOException {
        assertThat(slices().stream()
                        .map(slice -> slice.getFileName().toString())
                        .map(name -> name.substring(
                                "org.springframework.boot.".length(), name.length() - ".imports".length())))
                .containsExactlyInAnyOrder(
                        "data.cassandra.test.autoconfigure.AutoConfigureDataCassandra",
                        "data.couchbase.test.autoconfigure.AutoConfigureDataCouchbase",
                        "data.elasticsearch.test.autoconfigure.AutoConfigureDataElasticsearch",
                        "data.jdbc.test.autoconfigure.AutoConfigureDataJdbc",
                        "data.jpa.test.autoconfigure.AutoConfigureDataJpa",
                        "data.ldap.test.autoconfigure.AutoConfigureDataLdap",
                        "data.mongodb.test.autoconfigure.AutoConfigureDataMongo",
                        "data.neo4j.test.autoconfigure.AutoConfigureDataNeo4j",
                        "data.r2dbc.test.autoconfigure.AutoConfigureDataR2dbc",
                        "data.redis.test.autoconfigure.AutoConfigureDataRedis",
                        "graphql.test.autoconfigure.AutoConfigureGraphQl",
                        "jdbc.test.autoconfigure.AutoConfigureJdbc",
                        "jooq.test.autoconfigure.AutoConfigureJooq",
                        "restclient.test.autoconfigure.AutoConfigureRestClient",
                        "test.autoconfigure.json.JsonTest",
                        "webclient.test.autoconfigure.AutoConfigureWebClient",
                        "webflux.test.autoconfigure.AutoConfigureWebFlux",
                        "webmvc.test.autoconfigure.AutoConfigureWebMvc",
                        "webservices.test.autoconfigure.client.AutoConfigureWebServiceClient",
                        "webservices.test.autoconfigure.server.AutoConfigureWebServiceServer");
    }

    private static List<Path> slices() throws IOException {
        try (Stream<Path> files = Files.list(ENTRIES)) {
            return files.filter(file -> file.getFileName().toString().matches(".*[.]test[.]autoconfigure[.].*"))
                    .toList();
        }
    }
}
