using System.ComponentModel.DataAnnotations;

namespace Shop.Pilot.GitHub;

public sealed class GitHubOptions : IProviderOptions
{
    public static string Section => "Pilot:GitHub";

    [Required]
    public Uri BaseAddress { get; set; } = new("https://api.github.com");

    /// <summary>A token for one repository, with the permission Issues: read and write.</summary>
    public string Token { get; set; } = "";

    /// <summary>owner/name</summary>
    [RegularExpression("[A-Za-z0-9-]+/[A-Za-z0-9._-]+")]
    public string Repository { get; set; } = "";

    /// <summary>
    /// Who gets the issues about a module, as GitHub logins: <c>Pilot:GitHub:Assignees:carts:0</c>. An issue of another
    /// module, or without one, has nobody.
    /// </summary>
    public Dictionary<string, string[]> Assignees { get; set; } = [];

    /// <summary>How often an open issue is looked at, because GitHub does not tell when it is closed.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan CheckInterval { get; set; } = TimeSpan.FromMinutes(5);

    public bool IsConfigured => Token.Length > 0 && Repository.Length > 0;

    IEnumerable<(string, string?)> IProviderOptions.Keys => [(nameof(Token), Token), (nameof(Repository), Repository)];
}
