namespace Shop.Tests.HouseRules;

/// <summary>Documents that tests generate, so that they stay true. UPDATE_DOCS=1 writes them.</summary>
static class Documents
{
    public static void AssertUpToDate(string file, string expected)
    {
        var path = Path.Combine(Repository.Root, file);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
            File.WriteAllText(path, expected);
        var actual = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        Assert.True(
            actual == expected,
            $"{file} is out of date. To write it: UPDATE_DOCS=1 ./dev test {nameof(HouseRules)}");
    }
}
