using Npgsql;
using Shop.Calls;
using Shop.Database;
using Shop.Tests.Orders;
using Shop.Voice.Dialogue;

namespace Shop.Tests.Voice.Dialogue;

public class ConversationTests(ShopFixture shop)
{
    [Fact]
    public async Task A_caller_finds_tyres_corrects_the_season_and_orders_them_by_a_link()
    {
        var ct = TestContext.Current.CancellationToken;
        var call = await Call.BeginAsync(shop.Database, SpokenLanguage.Russian, Call.NewPhone());
        Assert.StartsWith("Здравствуйте!", call.Said, StringComparison.Ordinal);

        Assert.Contains("«Полярис» 205/55 R16",
            await call.SayAsync("нужна зимняя двести пять пятьдесят пять шестнадцать"));
        var offered = await call.SayAsync("ой не зимняя а летняя");
        Assert.Contains("Летние шины 205/55 R16", offered);
        Assert.Contains("«Трасса» 205/55 R16", offered);
        await call.SayAsync("беру первую");
        Assert.Equal("Сколько штук?", call.Said);
        Assert.Contains("всего 21 160 ₽", await call.SayAsync("четыре"));
        Assert.Contains("Отправил сообщение", await call.SayAsync("да верно"));
        Assert.Equal("make_order", Assert.Single(call.Reply.Turn.Tools, tool => tool.Tool == "make_order").Tool);
        await call.SayAsync("спасибо до свидания");
        Assert.Equal((NextStep.HangUp, CallOutcome.Ordered), (call.Reply.Next, call.Reply.Outcome));

        var (quantity, total) = (await shop.Database.ScalarAsync<int>(
            $"select (items -> 0 ->> 'quantity')::integer from orders.phone_orders where phone = {call.Caller}", ct),
            await shop.Database.ScalarAsync<decimal>(
                $"select total from orders.phone_orders where phone = {call.Caller}", ct));
        Assert.Equal((4, 21_160m), (quantity, total));
    }

    [Fact]
    public async Task An_order_is_told_to_its_phone_only()
    {
        var ct = TestContext.Current.CancellationToken;
        var purchase = await Purchase.PrepareAsync(shop, ct);
        var order = await purchase.PlaceAsync(ct);
        var number = (string)order["number"]!;
        var phone = Call.NewPhone();
        var written = $"8 ({phone[1..4]}) {phone[4..7]}-{phone[7..9]}-{phone[9..]}";
        await shop.Database.ExecuteAsync(
            $"update accounts.users set phone = {written} where id = {purchase.Customer.Id}", ct);
        var spoken = string.Join(' ', SpokenText.Of(number, SpokenLanguage.Russian).Split(' ')[1..]);

        var owner = await Call.BeginAsync(shop.Database, SpokenLanguage.Russian, phone);
        Assert.Contains($"Заказ {number}: ждёт оплаты", await owner.SayAsync("где мой заказ"));

        var stranger = await Call.BeginAsync(shop.Database, SpokenLanguage.Russian, Call.NewPhone());
        Assert.Contains("назовите номер телефона", await stranger.SayAsync($"где заказ {spoken}"));
        Assert.Contains("Такого заказа с таким телефоном нет", await stranger.PressAsync("89260000000#"));
        Assert.Contains("назовите номер телефона", await stranger.SayAsync(spoken));
        Assert.Contains($"Заказ {number}: ждёт оплаты", await stranger.PressAsync($"8{phone[1..]}#"));

        var guesser = await Call.BeginAsync(shop.Database, SpokenLanguage.Russian, null);
        await guesser.SayAsync("где мой заказ");
        for (var i = 0; i < 3; i++)
        {
            await guesser.PressAsync("100001#");
            await guesser.PressAsync("89260000000#");
        }
        Assert.Equal(NextStep.Transfer, guesser.Reply.Next);
    }

    [Fact]
    public async Task A_fitting_is_booked_in_Ukrainian_moved_in_Russian_and_cancelled_in_English()
    {
        var call = await Call.BeginAsync(shop.Database, SpokenLanguage.Ukrainian, Call.NewPhone());
        await call.SayAsync("запишіть мене на шиномонтаж на післязавтра");
        Assert.Contains("На якій станції?", call.Said);
        Assert.Contains("вільно:", await call.SayAsync("на лісній"));
        var time = await call.SayAsync("давайте другий варіант");
        Assert.StartsWith("Записую на", time, StringComparison.Ordinal);
        Assert.Contains("Вас записано на", await call.SayAsync("так все вірно"));

        Assert.Contains("Ваша запись:", await call.SayAsync("перенесите мою запись пожалуйста"));
        Assert.StartsWith("Переношу на", await call.SayAsync("на шестнадцать тридцать"), StringComparison.Ordinal);
        Assert.Contains("16:30", await call.SayAsync("да"));

        Assert.Contains("Shall I cancel", await call.SayAsync("cancel my appointment please"));
        Assert.Contains("is cancelled", await call.SayAsync("yes"));
        await call.SayAsync("goodbye");
        Assert.Equal(CallOutcome.Booked, call.Reply.Outcome);
    }

    [Fact]
    public async Task A_question_is_answered_with_its_source_and_an_unknown_one_offers_a_person()
    {
        var call = await Call.BeginAsync(shop.Database, SpokenLanguage.English, null);

        Assert.Contains("from the article “Delivery”", await call.SayAsync("how much is delivery"));
        Assert.Contains("What else", call.Said);
        Assert.Contains("Shall I connect you", await call.SayAsync("what does brexit mean"));
        await call.SayAsync("yes");
        Assert.Equal((NextStep.Transfer, CallOutcome.OperatorAsked), (call.Reply.Next, call.Reply.Outcome));
    }

    [Fact]
    public async Task What_is_not_understood_twice_is_offered_as_keys_and_then_a_person_takes_over()
    {
        var call = await Call.BeginAsync(shop.Database, SpokenLanguage.Russian, null);
        await call.SayAsync("зимняя двести пять пятьдесят пять шестнадцать");

        Assert.Contains("Скажите иначе", await call.SayAsync("абырвалг"));
        Assert.Contains("«Полярис»", await call.SayAsync("бурмалда"));
        await call.SayAsync("");
        Assert.Equal((NextStep.Transfer, CallOutcome.NotUnderstood), (call.Reply.Next, call.Reply.Outcome));
        Assert.Equal("205/55 R16", call.Reply.Understood["size"]);
        Assert.Equal("winter", call.Reply.Understood["season"]);
    }

    [Fact]
    public async Task Silence_failed_recognition_and_keys()
    {
        var silent = await Call.BeginAsync(shop.Database, SpokenLanguage.Russian, null);
        Assert.Equal("Вы меня слышите?", await silent.HearAsync(new NothingHeard()));
        Assert.StartsWith("Нажмите 1", await silent.HearAsync(new NothingHeard()), StringComparison.Ordinal);
        await silent.HearAsync(new NothingHeard());
        Assert.Equal((NextStep.HangUp, CallOutcome.Silent), (silent.Reply.Next, silent.Reply.Outcome));

        var deaf = await Call.BeginAsync(shop.Database, SpokenLanguage.Russian, Call.NewPhone());
        Assert.Contains("Нажмите 1", await deaf.HearAsync(new RecognitionFailed()));
        Assert.Contains("На какой станции?", await deaf.PressAsync("3"));
        Assert.Contains("На какой день", await deaf.PressAsync("1"));
        await deaf.HearAsync(new RecognitionFailed());
        Assert.Equal((NextStep.Transfer, CallOutcome.Failed), (deaf.Reply.Next, deaf.Reply.Outcome));
        Assert.Equal("Лесная", deaf.Reply.Understood["station"]);
    }

    [Fact]
    public async Task While_the_database_is_down_every_caller_hears_an_apology_and_gets_a_person()
    {
        await using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=x;Password=x;Timeout=2");
        var call = await Call.BeginAsync(nowhere, SpokenLanguage.Russian, null);

        Assert.Contains("Извините", await call.SayAsync("зимняя двести пять пятьдесят пять шестнадцать"));
        Assert.Equal((NextStep.Transfer, CallOutcome.Failed), (call.Reply.Next, call.Reply.Outcome));
    }

    [Fact]
    public async Task A_call_changes_its_language_with_the_caller()
    {
        var call = await Call.BeginAsync(shop.Database, SpokenLanguage.Ukrainian, null);

        Assert.Contains("Зимові шини 205/55 R16",
            await call.SayAsync("потрібна зимова гума двісті п'ять п'ятдесят п'ять шістнадцять"));
        Assert.Contains("Summer tyres", await call.SayAsync("and summer tyres please"));
        Assert.Equal(SpokenLanguage.English, call.Reply.Listening.Language);
        Assert.Contains("говорим по-русски", await call.SayAsync("let's speak russian"));
    }

    [Fact]
    public async Task Other_goods_are_found_by_their_Ukrainian_name()
    {
        var call = await Call.BeginAsync(shop.Database, SpokenLanguage.Ukrainian, null);

        Assert.Contains("Наушники", await call.SayAsync("мені потрібні бездротові навушники"));
        Assert.Equal(call.Said, await call.SayAsync("повторіть будь ласка"));
    }
}
