using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Shop.Tests.Browser;

/// <summary>Accessibility checks by https://github.com/dequelabs/axe-core.</summary>
static class Axe
{
    /// <summary>Serious and critical violations of these rules, or of all, as "rule: help — targets".</summary>
    public static async Task<List<string>> ViolationsAsync(this IPage page, params string[] rules)
    {
        var options = new AxeRunOptions { ResultTypes = [ResultType.Violations] };
        if (rules.Length > 0)
            options.RunOnly = RunOnlyOptions.Rules(rules);
        var result = await page.RunAxe(options);
        return
        [
            .. from found in result.Violations
               where found.Impact is "serious" or "critical"
               select $"{found.Id}: {found.Help} — {string.Join(", ", found.Nodes.Select(node => node.Target))}"
        ];
    }
}
