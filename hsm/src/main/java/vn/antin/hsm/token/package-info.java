/**
 * One token: its sessions, its login, its keys.
 *
 * <p>Knows: who waits for a session, when a login is lost, which PIN must not be tried again. Must
 * not know: the wrapper, where PINs come from, what keys are made for. Main types: {@link
 * vn.antin.hsm.token.Token}, {@link vn.antin.hsm.token.TokenStatus}.
 */
@NullMarked
package vn.antin.hsm.token;

import org.jspecify.annotations.NullMarked;
