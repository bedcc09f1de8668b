package io.threadlets.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import io.threadlets.QueuedWork;
import io.threadlets.ThreadletQueue;
import io.threadlets.ThreadletRejectedException;
import io.threadlets.ThreadletWork;
import io.threadlets.spring.ThreadletQueues;
import io.threadlets.spring.ThreadletTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

class FailureAnswersTests {
    private final ThreadletQueue queue = mock();
    private final ThreadletQueues queues = mock();
    private final FailureAnswers answers = new FailureAnswers(
            new StaticListableBeanFactory(Map.of("queues", queues)).getBeanProvider(ThreadletQueues.class));

    FailureAnswersTests() {
        given(queues.names()).willReturn(Set.of("disk"));
        given(queues.get("disk")).willReturn(queue);
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 1", "PT0.2S, 1", "PT1S, 1", "PT1.000000001S, 2", "PT41.5S, 42", "PT1M, 60", "PT3H, 60"})
    void clientIsToComeBackAfterAsLongAsTheOldestWorkHasWaited(Duration age, long seconds) {
        given(queue.queued(1)).willReturn(List.of(waiting(age)));

        assertThat(retryAfter("disk")).isEqualTo(seconds);
    }

    @Test
    void clientIsToComeBackAfterASecondWhereNothingIsKnown() {
        assertThat(retryAfter("disk")).isEqualTo(1);
        given(queue.queued(1)).willReturn(List.of(waiting(null)));
        assertThat(retryAfter("disk")).isEqualTo(1);
        assertThat(retryAfter("of-another-application")).isEqualTo(1);
        assertThat(new FailureAnswers(new StaticListableBeanFactory().getBeanProvider(ThreadletQueues.class))
                        .find(rejection("disk")))
                .isNotNull()
                .returns(1L, FailureAnswer::retryAfter);
    }

    @Test
    void rejectionIsFoundInWhateverItIsWrapped() {
        final ThreadletRejectedException rejection = rejection("disk");

        assertThat(answers.find(new IllegalStateException(new ExecutionException(new CompletionException(rejection)))))
                .isNotNull()
                .returns(rejection, FailureAnswer::failure)
                .returns("disk", FailureAnswer::queue)
                .returns(HttpStatus.SERVICE_UNAVAILABLE, FailureAnswer::status);
    }

    @Test
    void outermostOfTwoDecides() {
        final ThreadletRejectedException rejection = rejection("disk");
        final ThreadletTimeoutException timeout = new ThreadletTimeoutException("mail", "late", new TimeoutException());
        timeout.addSuppressed(rejection);

        assertThat(answers.find(timeout))
                .isNotNull()
                .returns(timeout, FailureAnswer::failure)
                .returns(0L, FailureAnswer::retryAfter)
                .returns(HttpStatus.GATEWAY_TIMEOUT, FailureAnswer::status);
    }

    @ResponseStatus(HttpStatus.TOO_MANY_REQUESTS)
    private static final class AnnotatedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AnnotatedException(Throwable cause) {
            super(cause);
        }
    }

    @Test
    void whatHasAStatusOfItsOwnIsLeftAlone() {
        assertThat(answers.find(new AnnotatedException(rejection("disk")))).isNull();
        assertThat(answers.find(new CompletionException(new AnnotatedException(rejection("disk")))))
                .isNull();
    }

    @Test
    void otherFailuresAreLeftAloneHoweverTheyAreLinked() {
        final Exception first = new Exception();
        final Exception second = new Exception(first);
        first.initCause(second);

        assertThat(answers.find(first)).isNull();
    }

    private long retryAfter(String queue) {
        final FailureAnswer answer = answers.find(rejection(queue));
        assertThat(answer).isNotNull();
        return answer.retryAfter();
    }

    private static QueuedWork waiting(@Nullable Duration age) {
        return new QueuedWork(ThreadletWork.of(() -> {}), "a work", null, age);
    }

    private static ThreadletRejectedException rejection(String queue) {
        final ThreadletQueue full = ThreadletQueue.builder(queue).capacity(0).build();
        return new ThreadletRejectedException("no room", ThreadletRejectedException.Reason.FULL, full.snapshot(), null);
    }
}
