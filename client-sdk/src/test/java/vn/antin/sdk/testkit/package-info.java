/** A gateway on paper, for tests of clients: real TLS, real log, no policy and no disk. */
@NullMarked
package vn.antin.sdk.testkit;

import org.jspecify.annotations.NullMarked;
