using System.Text.Json.Serialization;

namespace Shop.Pilot.GitHub;

/// <summary>The state is open or closed.</summary>
public sealed record GitHubIssue(
    [property: JsonRequired] int Number,
    [property: JsonRequired] string State,
    string? StateReason,
    string? Title,
    string? Body,
    string? HtmlUrl);

/// <summary>GitHub leaves out labels and assignees that the token may not set.</summary>
public sealed record NewIssue(string Title, string Text, string[] Labels, string[]? Assignees = null);

sealed record GitHubChange(
    string? Body = null,
    string? Title = null,
    string[]? Labels = null,
    string[]? Assignees = null,
    string? State = null,
    string? StateReason = null);

sealed record GitHubError(string? Message, GitHubProblem[]? Errors);

sealed record GitHubProblem(string? Field, string? Code, string? Message);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GitHubIssue[]))]
[JsonSerializable(typeof(GitHubIssue))]
[JsonSerializable(typeof(GitHubChange))]
[JsonSerializable(typeof(GitHubError))]
sealed partial class GitHubJson : JsonSerializerContext;
