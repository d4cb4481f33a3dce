using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Shop.Tests.HouseRules;

/// <summary>Enforces rules that docs/architecture.md explains.</summary>
public partial class LayoutTests
{
    [Fact]
    public void Programs_are_short()
    {
        var programs = Sources.Named("/Program.cs").Select(file => (File: file, Lines: Sources.Lines(file))).ToList();

        Assert.Contains("Shop.Api/Program.cs", programs.Select(program => program.File));
        Assert.DoesNotContain(programs, program => program.Lines > 80);
        Assert.True(Sources.Lines("AppHost/AppHost.cs") <= 80);
    }

    [Fact]
    public void Folders_are_named_after_what_is_in_them()
    {
        string[] kinds =
        [
            "Services", "Helpers", "Utils", "Managers", "Common", "Models", "Extensions", "Infrastructure"
        ];
        var folders = Sources.Files.SelectMany(file => file.Split('/')[..^1]).Distinct().ToList();

        Assert.Contains("Catalog", folders);
        Assert.Empty(folders.Intersect(kinds, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_module_has_the_same_name_in_every_host()
    {
        var modules = Folders("Shop/");
        Assert.Contains("Catalog", modules);

        Assert.Empty(Folders("Shop.Api/").Except(modules).Except(["Http", "Properties"]));
        Assert.Empty(Folders("Shop.Worker/").Except(modules).Except(["Properties"]));
        Assert.Empty(Folders("Shop.Web/Components/Pages/").Except(modules));
    }

    [Fact]
    public void Files_are_short_enough_to_read()
    {
        var written = Sources.Files
            .Where(file => !file.StartsWith("Shop/Database/Migrations/", StringComparison.Ordinal))
            .Where(file => !file.Contains("lock", StringComparison.Ordinal))
            .Where(file => !file.EndsWith(".sln", StringComparison.Ordinal))
            .Where(file => Path.GetExtension(file) is not (".png" or ".wav" or ".pcm" or ".bin"))
            // Generated, a row per setting.
            .Where(file => file != "docs/settings.md")
            .ToList();

        Assert.True(written.Count > 100);
        Assert.DoesNotContain(
            written.Select(file => (File: file, Lines: Sources.Lines(file))),
            file => file.Lines > 400);
    }

    [Fact]
    public void Lines_fit_on_a_screen()
    {
        var written = Sources.Named(".cs", ".razor", ".css", ".js", ".sh", "/dev")
            .Where(file => !file.StartsWith("Shop/Database/Migrations/", StringComparison.Ordinal))
            .ToList();

        Assert.Contains("Shop.Web/wwwroot/site.js", written);
        Assert.Empty(written.SelectMany(LongLines));
    }

    // SQL in raw strings and route tables may be wider.
    static IEnumerable<string> LongLines(string file)
    {
        var isInRawString = false;
        foreach (var (number, line) in File.ReadLines(Path.Combine(Repository.Root, file)).Index())
        {
            if (line.Length > (isInRawString || Route().IsMatch(line) ? 140 : 120))
                yield return $"{file}:{number + 1} has {line.Length} columns";
            isInRawString ^= RawQuotes().Count(line) % 2 == 1;
        }
    }

    [Fact]
    public void The_repository_contains_no_leftover_files_of_programs() =>
        Assert.DoesNotContain(Sources.Files, file => LeftoverFile().IsMatch(file));

    [Fact]
    public void Only_the_polling_helper_of_the_tests_pauses() => Assert.Equal(
        ["Shop.Tests/Eventually.cs"],
        Sources.Named(".cs").Where(file => BanLifted().IsMatch(Sources.Text(file))));

    [Fact]
    public void Sql_is_executed_in_one_place()
    {
        var users = Sources.Named(".cs")
            .Where(file => !file.StartsWith("Shop.Tests/", StringComparison.Ordinal))
            .Where(file => CommandText().IsMatch(Sources.Text(file)))
            .ToList();

        Assert.Contains("Shop/Database/Sql.cs", users);
        Assert.DoesNotContain(users, file => !file.StartsWith("Shop/Database/", StringComparison.Ordinal)
            && !file.StartsWith("bench/Bare/", StringComparison.Ordinal));
    }

    [Fact]
    public void A_schema_is_used_by_its_own_module_only()
    {
        var schemas = Sources.Named(".sql")
            .SelectMany(file => CreateSchema().Matches(Sources.Text(file)))
            .Select(match => match.Groups[1].Value)
            .ToList();
        Assert.Contains("catalog", schemas);
        var uses = from file in Sources.Named(".cs", ".sql")
                   where !file.StartsWith("Shop.Tests/", StringComparison.Ordinal)
                       && !file.StartsWith("bench/", StringComparison.Ordinal)
                       && !file.StartsWith("rehearse/", StringComparison.Ordinal)
                   from Match use in SchemaUse().Matches(Sources.Text(file))
                   where schemas.Contains(use.Groups[1].Value)
                   select (Schema: use.Groups[1].Value, File: file);

        Assert.NotEmpty(uses);
        // Reports read across schemas. A migration belongs to the module in its name: 0002_catalog, 0004_catalog_goods.
        Assert.DoesNotContain(
            uses.Distinct(),
            use => !use.File.Contains($"/{OwnerOf(use.Schema)}/", StringComparison.OrdinalIgnoreCase)
                && !use.File.Contains($"_{use.Schema}", StringComparison.Ordinal)
                && !use.File.Contains($"_{OwnerOf(use.Schema)}", StringComparison.Ordinal)
                && !use.File.Contains("/Analytics/", StringComparison.Ordinal)
                && !use.File.Contains("/Pilot/", StringComparison.Ordinal));
    }

    [Fact]
    public void Duplicated_versions_agree()
    {
        var npm = JsonNode.Parse(Sources.Text("AppHost/Servers/package.json"))!["dependencies"]!.AsObject();
        var containers = Sources.Text("AppHost/Servers/ContainerServers.cs");

        Assert.Contains($"\"wiremock/wiremock\", \"{npm["wiremock"]}-", containers, StringComparison.Ordinal);
        Assert.Contains($"\"maildev/maildev\", \"{npm["maildev"]}\"", containers, StringComparison.Ordinal);
        Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+$", (string)npm["wiremock"]!);

        // All parts of Aspire have one minor version. The feeds do not have the same patch of every part.
        var tools = JsonNode.Parse(Sources.Text(".config/dotnet-tools.json"))!["tools"]!;
        string[] aspire =
        [
            AspireVersion().Match(Sources.Text("AppHost/AppHost.csproj")).Groups[1].Value,
            AspireVersion().Match(Sources.Text("Directory.Packages.props")).Groups[1].Value,
            Minor((string)tools["aspire.cli"]!["version"]!)
        ];
        Assert.Single(aspire.Distinct());

        static string Minor(string version) => version[..version.LastIndexOf('.')];
    }

    // The schema of the audit trail is older than the module, and renaming it would break running hosts.
    static string OwnerOf(string schema) => schema switch
    {
        "staff" => "audit",
        "ticket_staging" or "ticket_facts" or "ticket_marts" => "tickets",
        _ => schema
    };

    static HashSet<string> Folders(string under) =>
    [
        .. Sources.Files
            .Where(file => file.StartsWith(under, StringComparison.Ordinal))
            .Select(file => file[under.Length..].Split('/'))
            .Where(path => path.Length > 1)
            .Select(path => path[0])
    ];

    [GeneratedRegex("^\"\"\"|[^\"]\"\"\"(?!\")")]
    private static partial Regex RawQuotes();

    [GeneratedRegex(@"\.Map(Get|Post|Put|Patch|Delete)\(")]
    private static partial Regex Route();

    [GeneratedRegex(@"Aspire(?:\.AppHost\.Sdk/|Version>)([0-9]+\.[0-9]+)\.")]
    private static partial Regex AspireVersion();

    [GeneratedRegex(@"(^|/)(--|core(\.[0-9]+)?$|.*\.(dump|orig|rej|bak|swp|log|tmp|binlog)$|.* $)")]
    private static partial Regex LeftoverFile();

    [GeneratedRegex(@"^\s*#pragma warning disable.*RS0030", RegexOptions.Multiline)]
    private static partial Regex BanLifted();

    [GeneratedRegex(@"\bCommandText\b|new NpgsqlCommand\(|\.CreateCommand\(\S")]
    private static partial Regex CommandText();

    [GeneratedRegex("^create schema ([a-z_]+);", RegexOptions.Multiline)]
    private static partial Regex CreateSchema();

    [GeneratedRegex(@"\b(?:from|join|into|update|table|on|references)\s+([a-z_]+)\.[a-z]")]
    private static partial Regex SchemaUse();
}
