package vn.antin.cli.io;

/** Words that depend on the language. */
@FunctionalInterface
public interface Words {
    /** The words in this language. */
    String in(Language language);
}
