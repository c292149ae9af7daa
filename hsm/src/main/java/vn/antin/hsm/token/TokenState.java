package vn.antin.hsm.token;

/**
 * A token and its pool at one moment.
 *
 * @param present whether the module shows it
 * @param stopped whether a wrong or blocked PIN ended all logins of this object
 * @param status as the token describes itself, or did when it was last there
 * @param sessions most operations at the same time
 * @param inUse operations that run now
 * @param waiting callers that wait for a session
 */
public record TokenState(
        boolean present,
        boolean stopped,
        TokenStatus status,
        int sessions,
        int inUse,
        int waiting) {}
