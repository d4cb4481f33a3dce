using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Shop.Tests.HouseRules;

/// <summary>
/// Generates docs/settings.md from the options classes and their comments. Run the test with UPDATE_DOCS=1 to write it.
/// </summary>
public partial class SettingsDocumentTests
{
    const string Document = "docs/settings.md";
    static readonly string[] Projects =
        ["ServiceDefaults", "Shop", "Shop.Api", "Shop.Voice", "Shop.Web", "Shop.Worker"];

    readonly List<(string File, string Text)> _sources =
    [
        .. from file in Sources.Named(".cs").Order(StringComparer.Ordinal)
           where Projects.Contains(file.Split('/')[0])
           select (file, Sources.Text(file))
    ];

    // The comments of the compiler's documentation files, by member: "P:Shop.Orders.OrderOptions.PaymentTimeout".
    readonly ILookup<string?, XElement> _summaries = Projects
        .SelectMany(project => XDocument.Load(Path.ChangeExtension(Repository.AssemblyOf(project), ".xml"))
            .Descendants("summary"))
        .ToLookup(summary => (string?)summary.Parent?.Attribute("name"));

    [Fact]
    public void The_document_lists_every_setting_with_its_default()
    {
        var options = Options().OrderBy(type => type.Section, StringComparer.Ordinal).ToList();
        Assert.Contains(options, type => type.Section == "Orders");

        var expected = Write(options);

        Documents.AssertUpToDate(Document, expected);
    }

    [Fact]
    public void Every_options_class_names_its_section()
    {
        var declared = _sources.SelectMany(source => OptionsClass().Matches(source.Text))
            .Select(match => match.Groups[1].Value)
            .ToHashSet();

        Assert.NotEmpty(declared);
        Assert.Equal(declared.Order(), Options().Select(type => type.Type.Name).Order());
    }

    static IEnumerable<(Type Type, string Section)> Options() =>
        from project in Projects
        from type in Assembly.LoadFrom(Repository.AssemblyOf(project)).GetTypes()
        where type.IsClass && type.Name.EndsWith("Options", StringComparison.Ordinal)
        let section = SectionOf(type)
        where section is not null
        select (type, section);

    static string? SectionOf(Type type) =>
        type.GetField("Section")?.GetRawConstantValue() as string
        ?? type.GetProperty("Section")?.GetValue(null) as string;

    string Write(IEnumerable<(Type Type, string Section)> options)
    {
        var text = new StringBuilder("""
            # Settings

            Every setting of the shop, generated from the options classes by `SettingsDocumentTests`. A setting comes from
            `appsettings.json`, from the environment (`Orders__PaymentTimeout=01:00:00`) or from the command line
            (`--Orders:PaymentTimeout 01:00:00`). A host checks its settings at start and names the one that is wrong. Durations are
            written as `days.hours:minutes:seconds`, list items as `Section:Key:0`. `docs/providers.md` says where to get a
            provider's keys.

            Four settings have no class of their own: `TrustedProxies:0`, … are the networks whose `X-Forwarded-*` headers are
            believed (none by default), `Telemetry:TracesPerSecond` limits the traces that a host begins (200),
            `Pilot:LogFiles` is a folder where each host also writes rotating log files (none by default), and
            `OTEL_EXPORTER_OTLP_ENDPOINT` is where telemetry goes (nowhere by default).

            """.ReplaceLineEndings("\n"));
        foreach (var (type, section) in options)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {section}\n\n");
            if (Comment($"T:{type.FullName}") is { Length: > 0 } about)
                text.Append(about).Append("\n\n");
            text.Append(CultureInfo.InvariantCulture, $"Used in {string.Join(", ", Users(type))}.\n\n");
            text.Append("| key | default | allowed | meaning |\n|---|---|---|---|\n");
            var defaults = Activator.CreateInstance(type, nonPublic: true)!;
            foreach (var property in type.GetProperties().Where(IsSetting))
                text.AppendJoin(" | ",
                [
                    $"| `{property.Name}`",
                    Default(property.GetValue(defaults)),
                    Allowed(property),
                    Comment($"P:{type.FullName}.{property.Name}")
                ]).Append(" |\n");
        }
        return text.ToString();
    }

    // The configuration binder fills what has a setter, and collections that exist.
    static bool IsSetting(PropertyInfo property) =>
        property.GetMethod is { IsStatic: false }
        && (property.SetMethod is { IsPublic: true }
            || property.PropertyType.GetInterfaces().Any(type =>
                type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ICollection<>)));

    static string Default(object? value) => value switch
    {
        null or "" => "",
        string[] list => string.Join(", ", list.Select(item => $"`{item}`")),
        IEnumerable list and not string when !list.Cast<object>().Any() => "",
        Uri address => $"`{address.OriginalString}`",
        bool flag => flag ? "`true`" : "`false`",
        _ => $"`{Convert.ToString(value, CultureInfo.InvariantCulture)}`"
    };

    static string Allowed(PropertyInfo property)
    {
        List<string> rules = [];
        foreach (var rule in property.GetCustomAttributes<ValidationAttribute>())
            rules.Add(rule switch
            {
                RangeAttribute range => $"{range.Minimum} to {range.Maximum}",
                EnumDataTypeAttribute names => string.Join(", ", Enum.GetNames(names.EnumType)),
                AllowedValuesAttribute values => string.Join(", ", values.Values),
                RegularExpressionAttribute pattern => $"`{pattern.Pattern}`",
                MinLengthAttribute length => $"at least {length.Length}",
                EmailAddressAttribute => "an email address",
                RequiredAttribute => "required",
                _ => rule.GetType().Name
            });
        return string.Join(", ", rules);
    }

    IEnumerable<string> Users(Type type) =>
        from source in _sources
        where Path.GetFileNameWithoutExtension(source.File) != type.Name
            && Regex.IsMatch(source.Text, $@"\b{type.Name}\b")
        select $"[{Path.GetFileName(source.File)}](../{source.File})";

    string Comment(string member)
    {
        if (_summaries[member].FirstOrDefault() is not { } summary)
            return "";
        foreach (var reference in summary.Descendants("see").ToList())
            reference.ReplaceWith($"`{((string?)reference.Attribute("cref"))?.Split('.')[^1]}`");
        foreach (var code in summary.Descendants("c").ToList())
            code.ReplaceWith($"`{code.Value}`");
        return Whitespace().Replace(summary.Value, " ").Trim();
    }

    [GeneratedRegex(@"\bclass (\w+Options)\b")]
    private static partial Regex OptionsClass();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
