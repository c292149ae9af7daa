package vn.antin.gateway.app;

import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import picocli.CommandLine.Option;

/** The language of the help, Vietnamese unless asked; errors are told in both anyway. */
final class HelpLanguage {
    @Option(names = "--lang", paramLabel = "vi|en", descriptionKey = "lang")
    private String lang = "vi";

    /** The words of the help in the language that the command line asks for, before it is read. */
    static ResourceBundle words(List<String> arguments) {
        int at = arguments.indexOf("--lang");
        boolean english =
                arguments.contains("--lang=en")
                        || (at >= 0
                                && at + 1 < arguments.size()
                                && arguments.get(at + 1).equals("en"));
        return ResourceBundle.getBundle(
                "vn.antin.gateway.app.help",
                english ? Locale.ENGLISH : Locale.forLanguageTag("vi"),
                ResourceBundle.Control.getNoFallbackControl(
                        ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    @Override
    public String toString() {
        return lang;
    }
}
