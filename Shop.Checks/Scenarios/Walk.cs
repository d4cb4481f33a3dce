using System.Diagnostics;
using Microsoft.Playwright;
using Shop.Pilot.Health;

namespace Shop.Checks.Scenarios;

/// <summary>
/// One user's way through the shop, step by step, with the time and a screenshot of each. After a step that failed,
/// only those that tidy up are still taken.
/// </summary>
sealed class Walk(string scenario, IPage page, string? folder)
{
    readonly List<StepResult> _steps = [];
    readonly Stopwatch _watch = Stopwatch.StartNew();

    public IPage Page => page;

    public bool HasFailed => _steps.Exists(step => step.Status == CheckStatus.Fail);

    public ScenarioResult Result => new(
        scenario,
        HasFailed ? CheckStatus.Fail : CheckStatus.Pass,
        (int)_watch.ElapsedMilliseconds,
        _steps);

    public Task StepAsync(string name, Func<Task> step) => HasFailed ? Task.CompletedTask : TakeAsync(name, step);

    /// <summary>A step that removes what the scenario has made, also after a failure.</summary>
    public Task TidyAsync(string name, Func<Task> step) => TakeAsync(name, step);

    public void Skip(string name, string reason)
    {
        if (!HasFailed)
            _steps.Add(new(name, CheckStatus.Skip, 0, reason, null));
    }

    async Task TakeAsync(string name, Func<Task> step)
    {
        var watch = Stopwatch.StartNew();
        var problem = "";
        try
        {
            await step();
        }
        catch (Exception e) when (e is PlaywrightException or TimeoutException or ScenarioException
            or HttpRequestException)
        {
            problem = $"{OneLine(e.Message)} The page was {page.Url}.";
        }
        var duration = (int)watch.ElapsedMilliseconds;
        var status = problem == "" ? CheckStatus.Pass : CheckStatus.Fail;
        _steps.Add(new(name, status, duration, problem, await ScreenshotAsync()));
    }

    async Task<string?> ScreenshotAsync()
    {
        if (folder is null)
            return null;
        var name = $"{scenario}-{_steps.Count + 1}.png";
        try
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name) });
            return name;
        }
        catch (Exception e) when (e is PlaywrightException or TimeoutException)
        {
            return null;
        }
    }

    // Playwright adds a log of many lines.
    static string OneLine(string message) =>
        string.Join(' ', message.Split('\n', StringSplitOptions.TrimEntries).TakeWhile(line => line != "Call log:"))
            .TrimEnd('.') + ".";
}

/// <summary>The shop did not do what the step expects. The message is a sentence.</summary>
sealed class ScenarioException(string message) : Exception(message);
