package vn.antin.cli.desk;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.io.Times;
import vn.antin.cli.profile.Profiles;
import vn.antin.cli.run.AccountCommand;
import vn.antin.cli.run.Context;
import vn.antin.sdk.Account;
import vn.antin.sdk.wire.RegisterPage;

/** Shows a register of the agency in the columns of the law. */
@Command(name = "registers", sortOptions = false)
public final class RegistersCommand extends AccountCommand {
    @Parameters(paramLabel = "REGISTER", descriptionKey = "registers.register")
    private String registerText = "";

    @Option(names = "--year", paramLabel = "YEAR", descriptionKey = "registers.year")
    private int year;

    private RegisterPage.Register register = RegisterPage.Register.OUTGOING;

    /** With the run. */
    public RegistersCommand(Context context) {
        super(context, Profiles.Use.ANY);
    }

    @Override
    protected void prepare() {
        register =
                RegisterPage.Register.ofCode(registerText.toLowerCase(Locale.ROOT))
                        .orElseThrow(() ->
                                new CliProblem(
                                        Code.BAD_VALUE,
                                        "REGISTER",
                                        registerText,
                                        Arrays.stream(RegisterPage.Register.values())
                                                .map(RegisterPage.Register::code)
                                                .collect(Collectors.joining(" | "))));
        if (year == 0) {
            year = LocalDate.ofInstant(context().clock().instant(), Times.VIETNAM).getYear();
        }
        if (year < 2000 || year > 9999) {
            throw new CliProblem(Code.BAD_VALUE, "--year", year, "2000 – 9999");
        }
    }

    @Override
    protected ExitCode run(Account account, Terminal terminal) {
        RegisterPage page = account.gateway().register(register, year);
        if (terminal.json()) {
            terminal.result(page.toJson());
            return ExitCode.OK;
        }
        terminal.line(
                terminal.text("register." + register.code())
                                .toUpperCase(Locale.forLanguageTag("vi"))
                        + " – "
                        + page.year());
        terminal.table(RegisterTable.of(terminal, page));
        terminal.say("register.note", page.rows().size());
        return ExitCode.OK;
    }
}
