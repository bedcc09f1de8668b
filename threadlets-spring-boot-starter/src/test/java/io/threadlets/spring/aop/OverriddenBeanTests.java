package io.threadlets.spring.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;

import io.threadlets.spring.Threadlet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.bean.override.convention.TestBean;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

/** Annotated beans that a test replaces: what it puts there is what it gets. */
@SpringBootTest(classes = OverriddenBeanTests.Application.class)
class OverriddenBeanTests {
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        Mocked mocked() {
            return new Mocked();
        }

        @Bean
        Replaced replaced() {
            return new Replaced();
        }

        @Bean
        Spied spied() {
            return new Spied();
        }
    }

    static class Mocked {
        @Threadlet
        public String call() {
            return "real";
        }
    }

    /** Not defined otherwise. */
    static class Added extends Mocked {}

    static class Replaced extends Mocked {}

    static class Spied {
        @Threadlet
        public String call() {
            return Thread.currentThread().getName();
        }
    }

    @MockitoBean(name = "mocked")
    private Mocked mocked;

    @MockitoBean
    private Added added;

    @TestBean
    @SuppressWarnings("NullAway.Init") // set by the test framework
    private Replaced replaced;

    @MockitoSpyBean
    private Spied spied;

    static Replaced replaced() {
        return new Replaced() {
            @Override
            public String call() {
                return "the test's";
            }
        };
    }

    @Test
    void mocksAndReplacementsAreAsTheTestWantsThem(@Autowired Spied bean) {
        given(mocked.call()).willReturn("mocked");
        given(added.call()).willReturn("added");

        assertThat(mocked.call()).isEqualTo("mocked");
        assertThat(added.call()).isEqualTo("added");
        assertThat(replaced.call()).isEqualTo("the test's");
        assertThat(bean.call()).as("of a spied bean").startsWith("global-");
        then(spied).should().call();
    }
}
