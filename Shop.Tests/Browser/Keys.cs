using Microsoft.Playwright;

namespace Shop.Tests.Browser;

/// <summary>A page and a keyboard. Wherever the focus goes on its way, it has to be seen.</summary>
sealed class Keys(IPage page)
{
    const int Most = 60;

    /// <summary>Fails when it takes more than so many steps, or one of them is to where nothing shows it.</summary>
    public async Task TabToAsync(string selector, int most = Most, bool backwards = false)
    {
        for (var step = 0; step < most; step++)
        {
            await page.Keyboard.PressAsync(backwards ? "Shift+Tab" : "Tab");
            var unseen = await page.EvaluateAsync<string?>(
                """
                () => {
                  const focused = document.activeElement, style = getComputedStyle(focused), place = focused.getBoundingClientRect();
                  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
                  const inView = place.width > 0 && place.bottom > 0 && place.top < innerHeight && place.right > 0 && place.left < innerWidth;
                  return focused === document.body || (outlined && inView) ? null : focused.outerHTML;
                }
                """);
            Assert.True(unseen is null, $"Nobody sees that the focus is here: {unseen}");
            if (await IsAtAsync(selector))
                return;
        }
        Assert.Fail($"{most} times Tab on {page.Url} did not lead to {selector}.");
    }

    public Task<bool> IsAtAsync(string selector) => page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector);

    public async Task FollowAsync(string path)
    {
        await page.Keyboard.PressAsync("Enter");
        await page.ComesToAsync(path);
    }

    /// <summary>Into these fields, in the order in which Tab comes by.</summary>
    public async Task TypeAsync(params (string Selector, string Text)[] fields)
    {
        foreach (var (selector, text) in fields)
        {
            await TabToAsync(selector);
            await page.Keyboard.InsertTextAsync(text);
        }
    }
}
