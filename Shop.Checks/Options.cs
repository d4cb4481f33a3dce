using System.CommandLine;

namespace Shop.Checks;

/// <summary>What the program tells its caller.</summary>
static class ExitCodes
{
    public const int Passed = 0;
    public const int Failed = 1;
    public const int WrongUse = 2;
}

/// <summary>Arguments and options that commands share.</summary>
static class Options
{
    public static Argument<Uri> Address() => new("address")
    {
        Description = "The shop's address, as in https://shop.example",
        CustomParser = result =>
        {
            var address = HttpAddress(result.Tokens[0].Value);
            if (address is null)
                result.AddError($"'{result.Tokens[0].Value}' is not an address such as https://shop.example.");
            return address;
        }
    };

    public static Uri? HttpAddress(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;

    public static Option<FileInfo?> Json() => new("--json")
    {
        Description = "Write a report in JSON to this file",
        HelpName = "file"
    };

    public static Option<string> Text(string name, string usual, string help, string description) => new(name)
    {
        Description = description,
        HelpName = help,
        DefaultValueFactory = _ => usual
    };

    public static Option<string?> Text(string name, string help, string description) => new(name)
    {
        Description = description,
        HelpName = help
    };

    public static Option<int> Count(string name, int usual, string description) => new(name)
    {
        Description = description,
        HelpName = "count",
        DefaultValueFactory = _ => usual
    };

    public static Option<double> Seconds(string name, TimeSpan usual, string description) => new(name)
    {
        Description = description,
        HelpName = "seconds",
        DefaultValueFactory = _ => usual.TotalSeconds,
        CustomParser = result =>
        {
            if (double.TryParse(result.Tokens[0].Value, out var seconds) && seconds is > 0 and <= 3600)
                return seconds;
            result.AddError($"{name} needs a number of seconds, not '{result.Tokens[0].Value}'.");
            return 0;
        }
    };
}
