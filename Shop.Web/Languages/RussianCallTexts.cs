using Shop.Calls;

namespace Shop.Web.Languages;

sealed class RussianCallTexts : CallTexts
{
    public override string Code => "ru";
    public override string Calls => "Звонки";
    public override string LiveCalls => "Сейчас на линии";
    public override string NoLiveCalls => "Сейчас никто не звонит.";
    public override string Refresh => "Обновить";
    public override string History => "История";
    public override string NoCalls => "Звонков нет.";
    public override string Caller => "Кто звонил";
    public override string Hidden => "номер скрыт";
    public override string Length => "Длительность";
    public override string Language => "Язык";
    public override string Outcome => "Итог";
    public override string Turns => "Реплики";
    public override string SlowestTurn => "Самый долгий ответ";
    public override string CallerHint => "Номер, только цифры";
    public override string CallTitle => "Звонок";
    public override string Transcript => "Разговор";
    public override string Heard => "Услышано";
    public override string Said => "Сказано";
    public override string Understood => "Понято";
    public override string Timing => "Время";
    public override string TimingHint => "Ответ = распознавание + размышление + синтез";
    public override string Interrupted => "перебил";
    public override string ForOperator => "Что узнает оператор";
    public override string NothingSaid => "Никто ничего не сказал.";
    public override string Bookings => "Шиномонтаж";
    public override string NoBookings => "На эту неделю записей нет.";
    public override string Station => "Станция";
    public override string AllStations => "Все станции";
    public override string Day => "День";
    public override string Time => "Время";
    public override string Bay => "Пост";
    public override string Phone => "Телефон";
    public override string Note => "Заметка";
    public override string Number => "Номер";
    public override string Show => "Показать";
    public override string WeekBefore => "Неделя раньше";
    public override string WeekAfter => "Неделя позже";
    public override string Book => "Записать";
    public override string BookTitle => "Новая запись";
    public override string ChooseStation => "Выберите станцию и день, чтобы записать или перенести.";
    public override string NoFreeTime => "В этот день свободного времени нет.";
    public override string Cancel => "Отменить";
    public override string CancelledBooking => "отменена";
    public override string Move => "Перенести";
    public override string Change => "Изменить";
    public override string ChooseToMove => "Чтобы перенести, выберите выше станцию и день.";
    public override string MoveTo => "Новое время";
    public override string WasBooked => "Записано.";
    public override string WasMoved => "Перенесено.";
    public override string WasCancelled => "Запись отменена.";
    public override string TimeIsFull => "Это время уже занято.";
    public override string Articles => "База знаний";
    public override string NoArticles => "Статей нет.";
    public override string NewArticle => "Новая статья";
    public override string ArticleHint => "Этими статьями робот отвечает по телефону.";
    public override string Title => "Заголовок";
    public override string Slug => "Имя";
    public override string SlugHint => "Латинские буквы, цифры и дефис; одно на все языки";
    public override string Questions => "Как спрашивают";
    public override string QuestionsHint => "Слова для поиска, никому не показываются";
    public override string Body => "Текст";
    public override string BodyHint => "Markdown. Первый абзац произносится по телефону.";
    public override string Published => "Опубликована";
    public override string Draft => "черновик";
    public override string Preview => "Просмотр";
    public override string Spoken => "Прозвучит так";
    public override string Save => "Сохранить";
    public override string DeleteHint => "Телефон больше не будет так отвечать. Вернуть статью нельзя.";
    public override string Delete => "Удалить";
    public override string ArticleSaved => "Статья сохранена.";
    public override string ArticleDeleted => "Статья удалена.";
    public override string ArticleChanged =>
        "Не сохранено: статью успели изменить, или такое имя уже есть на этом языке.";
    public override string WrongField => "Заполните правильно.";
    public override string Try => "Спросить";
    public override string TryTitle => "Проверить ответ";
    public override string Question => "Вопрос";
    public override string NoAnswer => "Ответа нет: робот предложит оператора.";
    public override string PhoneOrder => "Заказ по телефону";
    public override string PhoneOrderText =>
        "Проверьте заказ, который вы сделали по телефону. Он станет заказом на самовывоз с оплатой при "
        + "получении, по ценам каталога.";
    public override string PhoneOrderTotal => "Всего";
    public override string ConfirmOrder => "Подтвердить заказ";
    public override string SignInToConfirm => "Войдите, чтобы подтвердить";
    public override string LinkExpired => "Ссылка устарела. Позвоните нам ещё раз.";
    public override string Confirmed => "Этот заказ подтверждён.";
    public override string SoldOut => "Заказ не оформлен: товара уже не хватает, или его подтвердил другой аккаунт.";

    public override string Milliseconds(int? milliseconds) => milliseconds is { } known ? $"{known} мс" : "—";

    public override string LanguageName(SpokenLanguage language) => language switch
    {
        SpokenLanguage.Ukrainian => "украинский",
        SpokenLanguage.Russian => "русский",
        _ => "английский"
    };

    public override string OutcomeName(CallOutcome? outcome) => outcome switch
    {
        CallOutcome.Answered => "ответили",
        CallOutcome.Ordered => "заказ",
        CallOutcome.Booked => "шиномонтаж",
        CallOutcome.OperatorAsked => "попросили оператора",
        CallOutcome.NotUnderstood => "не поняли",
        CallOutcome.Silent => "молчание",
        CallOutcome.Failed => "сбой",
        CallOutcome.HungUp => "положили трубку",
        CallOutcome.Lost => "связь прервалась",
        CallOutcome.Full => "линия занята",
        _ => "идёт"
    };
}
