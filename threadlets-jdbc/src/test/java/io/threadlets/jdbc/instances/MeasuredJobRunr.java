package io.threadlets.jdbc.instances;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;

/** JobRunr's open-source version, which looks for jobs every 5 seconds at the most often, and when a thread is free. */
final class MeasuredJobRunr implements Measured {
    private final Beginning beginning = new Beginning();
    private final HikariDataSource pool;
    private final JobRequestScheduler scheduler;
    private final BackgroundJobServer server;

    /** A call. */
    public record Call(long number) implements JobRequest {
        @Override
        public Class<Handler> getJobRequestHandler() {
            return Handler.class;
        }
    }

    /** What runs it. */
    public static final class Handler implements JobRequestHandler<Call> {
        private final Beginning beginning;

        Handler(Beginning beginning) {
            this.beginning = beginning;
        }

        @Override
        public void run(Call call) {
            beginning.note();
        }
    }

    MeasuredJobRunr(Database database) {
        pool = database.pool(CONNECTIONS);
        final Handler handler = new Handler(beginning);
        scheduler = JobRunr.configure()
                .useJobActivator(new JobActivator() {
                    @Override
                    public <T> T activateJob(Class<T> type) {
                        return type.cast(handler);
                    }
                })
                .useStorageProvider(SqlStorageProviderFactory.using(pool))
                .useBackgroundJobServer(BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andWorkerCount(THREADS)
                        .andPollInterval(Duration.ofSeconds(5)))
                .initialize()
                .getJobRequestScheduler();
        server = JobRunr.getBackgroundJobServer();
    }

    @Override
    public void send(long number) {
        scheduler.enqueue(new Call(number));
    }

    @Override
    public void pause() {
        server.pauseProcessing();
    }

    @Override
    public void resume() {
        server.resumeProcessing();
    }

    @Override
    public String pending() {
        return "select 1 from jobrunr_jobs where state in ('ENQUEUED', 'PROCESSING')";
    }

    @Override
    public Beginning beginning() {
        return beginning;
    }

    @Override
    public void close() {
        JobRunr.destroy();
        pool.close();
    }
}
