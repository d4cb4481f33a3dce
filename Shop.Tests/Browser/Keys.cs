using Microsoft.Playwright;

namespace Shop.Tests.Browser;

/// <summary>Keyboard navigation on a page. The focus must be visible at every step.</summary>
sealed class Keys(IPage page)
{
    const int MaxSteps = 60;

    /// <summary>Fails after <paramref name="most"/> steps, or at a step that does not show the focus.</summary>
    public async Task TabToAsync(string selector, int most = MaxSteps, bool backwards = false)
    {
        for (var step = 0; step < most; step++)
        {
            await page.Keyboard.PressAsync(backwards ? "Shift+Tab" : "Tab");
            var hidden = await page.EvaluateAsync<string?>(
                """
                () => {
                  const focused = document.activeElement;
                  const style = getComputedStyle(focused);
                  const place = focused.getBoundingClientRect();
                  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
                  const inView = place.width > 0
                    && place.bottom > 0 && place.top < innerHeight
                    && place.right > 0 && place.left < innerWidth;
                  return focused === document.body || (outlined && inView) ? null : focused.outerHTML;
                }
                """);
            Assert.True(hidden is null, $"The focus is not visible at {hidden}");
            if (await IsAtAsync(selector))
                return;
        }
        Assert.Fail($"The focus did not reach {selector} on {page.Url} within {most} steps.");
    }

    public Task<bool> IsAtAsync(string selector) =>
        page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector);

    public async Task FollowAsync(string path)
    {
        await page.Keyboard.PressAsync("Enter");
        await page.ComesToAsync(path);
    }

    /// <summary>Fills in these fields in tab order.</summary>
    public async Task TypeAsync(params (string Selector, string Text)[] fields)
    {
        foreach (var (selector, text) in fields)
        {
            await TabToAsync(selector);
            await page.Keyboard.InsertTextAsync(text);
        }
    }
}
