using System.Text.RegularExpressions;

namespace Shop.Pilot.Errors;

/// <summary>
/// Names the function of a frame of JavaScript by file and name. Neither has what a new build changes: the file no
/// address, query or hash of its content, the function no owner ("HTMLButtonElement.submit").
/// </summary>
static partial class ScriptFrames
{
    // A minifier puts a file into few lines, and no author writes that far to the right.
    const int FarColumn = 300;

    // A minifier's own names are shorter. Those of methods it keeps, but each build may inline other ones.
    const int ShortestKeptName = 4;

    public static string? NameOf(IncidentFrame frame)
    {
        var function = FunctionOf(frame);
        return function is null ? null : $"{FileOf(frame)}: {function}";
    }

    public static bool IsMinified(IncidentFrame frame) =>
        frame.Column > FarColumn || (frame.File is { } file && MinifiedFile().IsMatch(file));

    public static string? KeptNameOf(IncidentFrame frame) =>
        FunctionOf(frame) is { Length: >= ShortestKeptName } name ? name : null;

    public static bool IsLibrary(IncidentFrame frame) => frame.File is { } file && LibraryFile().IsMatch(file);

    /// <summary>"https://shop/assets/cart-BqX31a9f.js?v=3" is "cart.js".</summary>
    public static string FileOf(IncidentFrame frame)
    {
        var file = frame.File ?? frame.Module ?? "";
        if (file.AsSpan().IndexOfAny('?', '#') is >= 0 and var end)
            file = file[..end];
        file = file[(file.LastIndexOfAny(['/', '\\']) + 1)..];
        return ContentHash().Replace(file, "").Replace(".min.", ".", StringComparison.Ordinal);
    }

    // "Object.add", "async Cart.add", "new Cart", "Cart.add [as handler]", "HTMLFormElement.<anonymous>"
    static string? FunctionOf(IncidentFrame frame)
    {
        if (frame.Function is not { Length: > 0 } name || frame.File is "<anonymous>" or "[native code]" or "native")
            return null;
        if (name.IndexOf(" [as ", StringComparison.Ordinal) is > 0 and var alias)
            name = name[..alias];
        name = name[(name.LastIndexOf(' ') + 1)..];
        name = name[(name.LastIndexOfAny(['.', '/', '#']) + 1)..];
        return name is "" or "?" or "anonymous" or "eval" or "sentryWrapped" || name[0] == '<' ? null : name;
    }

    // Before the ending, "-" or "." and at least eight digits and letters, which are no word: "-BqX31a9f", ".3f2a91bc".
    [GeneratedRegex(@"[-.](?=[^.]*(?:[0-9]|[a-z][A-Z]|[A-Z]{2}))[A-Za-z0-9_-]{8,}(?=(?:\.min)?\.[cm]?js$)")]
    private static partial Regex ContentHash();

    [GeneratedRegex(
        @"\.min\.[cm]?js|[-.](?=[^./]*(?:[0-9]|[a-z][A-Z]|[A-Z]{2}))[A-Za-z0-9_-]{8,}\.[cm]?js(?:[?#]|$)")]
    private static partial Regex MinifiedFile();

    [GeneratedRegex(
        @"-extension://|/node_modules/|node:|(?:^|/)(?:vendors?|polyfills?|jquery|react|react-dom|vue|angular)\b[^/]*$",
        RegexOptions.IgnoreCase)]
    private static partial Regex LibraryFile();
}
