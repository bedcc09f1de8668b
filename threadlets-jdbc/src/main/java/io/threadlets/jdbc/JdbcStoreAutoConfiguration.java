package io.threadlets.jdbc;

import io.threadlets.spring.autoconfigure.ConditionalOnStore;
import io.threadlets.spring.store.CallStore;
import javax.sql.DataSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;

/** The store {@code jdbc}, where some queue has it. */
@AutoConfiguration(
        beforeName = "io.threadlets.spring.autoconfigure.ThreadletsStoredAutoConfiguration",
        afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnStore(JdbcStoreType.NAME)
@EnableConfigurationProperties(JdbcStoreProperties.class)
@ImportRuntimeHints(JdbcStoreHints.class)
public final class JdbcStoreAutoConfiguration {
    /** For the container. */
    JdbcStoreAutoConfiguration() {}

    /** After Flyway and the like, which may make the tables. */
    @Bean
    @DependsOnDatabaseInitialization
    CallStore threadletJdbcCallStore(
            BeanFactory beans, JdbcStoreProperties properties, ObjectProvider<DataSourcePoolMetadataProvider> pools) {
        final String name = properties.dataSource();
        final DataSource dataSource;
        try {
            dataSource = name == null ? beans.getBean(DataSource.class) : beans.getBean(name, DataSource.class);
        } catch (NoSuchBeanDefinitionException missing) {
            return new NoDatabase(name, missing);
        }
        return new JdbcCallStore(
                dataSource, PoolSize.of(dataSource, pools.orderedStream().toList()), properties);
    }
}
