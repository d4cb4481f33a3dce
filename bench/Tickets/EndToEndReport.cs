using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TicketSales;

/// <summary>One of the steps, with what it found.</summary>
public sealed record ReportStep(string Name, bool Passed, double Seconds, IReadOnlyList<string> Findings);

/// <summary>One of the criteria that the whole run is judged by.</summary>
public sealed record Criterion(string Name, bool Passed, string Detail);

public sealed record EndToEndReport(
    DateTimeOffset StartedAt, double Seconds, IReadOnlyList<ReportStep> Steps, IReadOnlyList<Criterion> Criteria)
{
    public string Verdict => Passed ? "PASS" : "FAIL";

    [JsonIgnore]
    public bool Passed => Steps.All(step => step.Passed) && Criteria.All(criterion => criterion.Passed);

    public string Markdown()
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"# Ticket sales end to end: {Verdict}\n\n{StartedAt:yyyy-MM-dd HH:mm:ss} UTC, {Seconds:N1} s\n\n");
        text.Append("| step | result | seconds | found |\n|---|---|---|---|\n");
        foreach (var step in Steps)
        {
            var found = Cell(string.Join("; ", step.Findings));
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {step.Name} | {Word(step.Passed)} | {step.Seconds:N1} | {found} |\n");
        }
        text.Append("\n| criterion | result | |\n|---|---|---|\n");
        foreach (var criterion in Criteria)
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {criterion.Name} | {Word(criterion.Passed)} | {Cell(criterion.Detail)} |\n");
        return text.ToString();
    }

    /// <summary>Returns the path of both reports without their extension.</summary>
    public async Task<string> WriteAsync(string folder, CancellationToken ct)
    {
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, "report");
        await File.WriteAllTextAsync($"{path}.md", Markdown(), ct);
        await File.WriteAllBytesAsync(
            $"{path}.json", JsonSerializer.SerializeToUtf8Bytes(this, ReportJson.Default.EndToEndReport), ct);
        return path;
    }

    static string Word(bool passed) => passed ? "PASS" : "FAIL";

    static string Cell(string text) =>
        text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings("<br>");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(EndToEndReport))]
sealed partial class ReportJson : JsonSerializerContext;
