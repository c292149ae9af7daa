package vn.antin.gateway.app.module;

/** The words that stand above everything that an exercise shows or prints. */
public final class ExerciseBanner {
    /** In both languages, Vietnamese first, each a line. */
    public static final String TEXT =
            "BẢN DÙNG THỬ – KHÔNG DÙNG CHO BÍ MẬT NHÀ NƯỚC\nTRIAL BUILD – NOT FOR STATE SECRETS\n";

    private ExerciseBanner() {}
}
