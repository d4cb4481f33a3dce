using Shop.Calls;

namespace Shop.Web.Languages;

sealed class EnglishCallTexts : CallTexts
{
    public override string Code => "en";
    public override string Calls => "Calls";
    public override string LiveCalls => "On the line now";
    public override string NoLiveCalls => "Nobody is on the line.";
    public override string Refresh => "Refresh";
    public override string History => "History";
    public override string NoCalls => "There are no calls.";
    public override string Caller => "Caller";
    public override string Hidden => "number withheld";
    public override string Length => "Length";
    public override string Language => "Language";
    public override string Outcome => "Outcome";
    public override string Turns => "Turns";
    public override string SlowestTurn => "Slowest answer";
    public override string CallerHint => "Number, digits only";
    public override string CallTitle => "Call";
    public override string Transcript => "Transcript";
    public override string Heard => "Heard";
    public override string Said => "Said";
    public override string Understood => "Understood";
    public override string Timing => "Timing";
    public override string TimingHint => "Answer = recognition + thinking + synthesis";
    public override string Interrupted => "interrupted";
    public override string ForOperator => "What the operator learns";
    public override string NothingSaid => "Nobody said anything.";
    public override string Bookings => "Bookings";
    public override string NoBookings => "There are no bookings this week.";
    public override string Station => "Station";
    public override string AllStations => "All stations";
    public override string Day => "Day";
    public override string Time => "Time";
    public override string Bay => "Bay";
    public override string Phone => "Phone";
    public override string Note => "Note";
    public override string Number => "Number";
    public override string Show => "Show";
    public override string WeekBefore => "Week before";
    public override string WeekAfter => "Week after";
    public override string Book => "Book";
    public override string BookTitle => "New booking";
    public override string ChooseStation => "Choose a station and a day to book or to move.";
    public override string NoFreeTime => "There is no free time on this day.";
    public override string Cancel => "Cancel";
    public override string CancelledBooking => "cancelled";
    public override string Move => "Move";
    public override string Change => "Change";
    public override string ChooseToMove => "Choose a station and a day above to move it there.";
    public override string MoveTo => "New time";
    public override string WasBooked => "Booked.";
    public override string WasMoved => "Moved.";
    public override string WasCancelled => "The booking is cancelled.";
    public override string TimeIsFull => "That time is taken already.";
    public override string Articles => "Knowledge base";
    public override string NoArticles => "There are no articles.";
    public override string NewArticle => "New article";
    public override string ArticleHint => "The telephone answers with these articles.";
    public override string Title => "Title";
    public override string Slug => "Name";
    public override string SlugHint => "a–z, digits and hyphens; one for all languages";
    public override string Questions => "How people ask";
    public override string QuestionsHint => "Words for the search, shown to nobody";
    public override string Body => "Text";
    public override string BodyHint => "Markdown. The first paragraph is spoken on the phone.";
    public override string Published => "Published";
    public override string Draft => "draft";
    public override string Preview => "Preview";
    public override string Spoken => "It will be spoken as";
    public override string Save => "Save";
    public override string DeleteHint => "The telephone then no longer answers with it. This cannot be undone.";
    public override string Delete => "Delete";
    public override string ArticleSaved => "The article is saved.";
    public override string ArticleDeleted => "The article is deleted.";
    public override string ArticleChanged =>
        "Not saved: somebody has changed the article, or this name exists in this language.";
    public override string WrongField => "Fill this in correctly.";
    public override string Try => "Ask";
    public override string TryTitle => "Try a question";
    public override string Question => "Question";
    public override string NoAnswer => "No answer: the robot will offer an operator.";
    public override string PhoneOrder => "Order by phone";
    public override string PhoneOrderText =>
        "Please check what you ordered on the phone. It becomes an order for pickup, paid when you collect "
        + "it, at the catalog’s prices.";
    public override string PhoneOrderTotal => "Total";
    public override string ConfirmOrder => "Confirm the order";
    public override string SignInToConfirm => "Sign in to confirm";
    public override string LinkExpired => "The link has expired. Please call us again.";
    public override string Confirmed => "This order is confirmed.";
    public override string SoldOut => "Not ordered: too few are left, or another account has confirmed it.";

    public override string Milliseconds(int? milliseconds) => milliseconds is { } known ? $"{known} ms" : "—";

    public override string LanguageName(SpokenLanguage language) => language switch
    {
        SpokenLanguage.Ukrainian => "Ukrainian",
        SpokenLanguage.Russian => "Russian",
        _ => "English"
    };

    public override string OutcomeName(CallOutcome? outcome) => outcome switch
    {
        CallOutcome.Answered => "answered",
        CallOutcome.Ordered => "ordered",
        CallOutcome.Booked => "fitting",
        CallOutcome.OperatorAsked => "asked for an operator",
        CallOutcome.NotUnderstood => "not understood",
        CallOutcome.Silent => "silence",
        CallOutcome.Failed => "failure",
        CallOutcome.HungUp => "hung up",
        CallOutcome.Lost => "connection lost",
        CallOutcome.Full => "line was full",
        _ => "going on"
    };
}
