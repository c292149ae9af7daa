package vn.antin.sdk.transport;

import vn.antin.sdk.wire.Problem;
import vn.antin.sdk.wire.ProblemCode;

/** The gateway refused the call and says why. */
public final class GatewayProblem extends GatewayException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /** With the answer of the gateway. */
    public GatewayProblem(Problem problem) {
        super(problem.code().code() + ": " + problem.detailEn(), null);
        this.problem = problem;
    }

    /** The stable code. */
    public ProblemCode code() {
        return problem.code();
    }

    /** The whole answer, with reasons and evidence. */
    public Problem problem() {
        return problem;
    }

    @Override
    public boolean isTemporary() {
        return switch (problem.code()) {
            case UNAVAILABLE, DISK_FULL, INTERNAL -> true;
            default -> false;
        };
    }
}
