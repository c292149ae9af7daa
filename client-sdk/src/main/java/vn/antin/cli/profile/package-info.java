/**
 * Profiles: who acts, with which card, at which gateway.
 *
 * <p>Knows: the folders of a home, the file of a profile, what a renewal has done. Must not know:
 * tokens, connections, commands. Main types: {@link vn.antin.cli.profile.Profile}, {@link
 * vn.antin.cli.profile.Profiles}.
 */
@NullMarked
package vn.antin.cli.profile;

import org.jspecify.annotations.NullMarked;
