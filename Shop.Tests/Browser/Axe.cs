using AppHost.Servers;
using Microsoft.Playwright;

namespace Shop.Tests.Browser;

/// <summary>https://github.com/dequelabs/axe-core, which finds what keeps people from reading and using a page.</summary>
static class Axe
{
    static readonly string Script = Path.Combine(ServerPrograms.Tools(Path.Combine(Repository.Root, "AppHost")), "node_modules/axe-core/axe.min.js");

    /// <summary>From now on in every page of this visitor. The browser brings it in itself, so that the site's content security policy stays as it is.</summary>
    public static Task BringAsync(IPage page)
    {
        Missing.Unless(File.Exists(Script), "axe-core", "`./dev test` installs it");
        return page.Context.AddInitScriptAsync(scriptPath: Script);
    }

    /// <summary>What is serious or critical, as "rule: what it asks for — where". Only these rules, or all.</summary>
    public static Task<string[]> ViolationsAsync(this IPage page, params string[] rules) => page.EvaluateAsync<string[]>(
        """
        async rules => (await axe.run(document, { resultTypes: ['violations'], ...(rules.length && { runOnly: rules }) })).violations
          .filter(found => ['serious', 'critical'].includes(found.impact))
          .map(found => `${found.id}: ${found.help} — ${found.nodes.map(node => node.target.join(' ')).join(', ')}`)
        """, rules);
}
