using System.ComponentModel.DataAnnotations;

namespace Shop.Pilot.GitHub;

public sealed class GitHubOptions
{
    public const string Section = "Pilot:GitHub";

    [Required]
    public Uri BaseAddress { get; set; } = new("https://api.github.com");

    /// <summary>A token for one repository, with the permission Issues: read and write.</summary>
    [Required]
    public string Token { get; set; } = "";

    /// <summary>owner/name</summary>
    [Required, RegularExpression("[A-Za-z0-9-]+/[A-Za-z0-9._-]+")]
    public string Repository { get; set; } = "";
}
