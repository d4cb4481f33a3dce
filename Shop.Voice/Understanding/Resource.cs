namespace Shop.Voice.Understanding;

/// <summary>The word lists beside the code, embedded.</summary>
static class Resource
{
    public static IEnumerable<string> Lines(string name)
    {
        using var stream = typeof(Resource).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"There is no resource {name}.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
            if (line.Trim() is { Length: > 0 } trimmed && trimmed[0] != '#')
                yield return trimmed;
    }
}
