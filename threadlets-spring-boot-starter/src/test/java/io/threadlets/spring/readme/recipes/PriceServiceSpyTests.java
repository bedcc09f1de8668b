package io.threadlets.spring.readme.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

/** As shown. */
@SpringBootTest(
        classes = PriceServiceSpyTests.Application.class,
        properties = {"threadlets.mode=inline", "threadlets.queues.prices.capacity=100"})
class PriceServiceSpyTests {
    @MockitoSpyBean
    PriceService prices;

    @Test
    void priceIsTheOneThatTheTestSets() {
        when(prices.price("tea")).thenReturn("3.20");
        assertThat(prices.price("tea")).isEqualTo("3.20");
    }

    @Test
    void otherPricesAreAskedFor() {
        assertThat(prices.price("milk")).isEqualTo("milk costs 1");
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(
            classes = {
                io.threadlets.spring.autoconfigure.ThreadletsAutoConfiguration.class,
                io.threadlets.spring.autoconfigure.ThreadletsAnnotationAutoConfiguration.class
            })
    @Import(PriceService.class)
    static class Application {
        @Bean
        PriceServer server() {
            return product -> product + " costs 1";
        }
    }
}
