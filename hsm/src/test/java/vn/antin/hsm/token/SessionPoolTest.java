package vn.antin.hsm.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.key.KeyException;

class SessionPoolTest {
    private final SessionPool pool = new SessionPool(new PoolLimits(16, 0, Duration.ZERO));

    @Test
    void lends_no_more_sessions_than_the_token_has() {
        pool.limitTo(2);
        assertThat(pool.sessions()).isEqualTo(2);
        pool.enter();
        pool.enter();
        assertThat(pool.inUse()).isEqualTo(2);
        assertThatThrownBy(pool::enter).isInstanceOf(KeyException.class);
        pool.leave();
        pool.leave();
        assertThat(pool.drain(Duration.ZERO)).isTrue();
    }

    @Test
    void a_token_that_counts_too_few_sessions_still_gets_one() {
        pool.limitTo(-1);
        assertThat(pool.sessions()).isEqualTo(1);
    }

    @Test
    void a_token_with_many_sessions_changes_nothing() {
        pool.limitTo(1000);
        assertThat(pool.sessions()).isEqualTo(16);
    }
}
