/** A tour of the sandbox in five steps for each job, in both languages. Every line that it types is a real command. */
import type { Tour } from '@leadbell/slack-sandbox';

export const tours: readonly Tour[] = [
  {
    id: 'sales',
    job: { en: 'I sell cars', ar: 'أعمل في المبيعات' },
    steps: [
      {
        text: {
          en: 'Whom should you call next? Ask for today’s leads: the hot ones are on top, each with its age.',
          ar: 'بمن تتصل الآن؟ اطلب عملاء اليوم: الساخنون أولًا، ومع كلٍّ منهم كم مضى عليه.',
        },
        channel: 'sales',
        type: { en: '/leads today', ar: '/leads اليوم' },
      },
      {
        text: {
          en: 'Press “Open” on a lead. Only you see the window: the note at the top, then links to call the person or to write.',
          ar: 'اضغط «فتح» عند أحد العملاء. النافذة لك وحدك: الملاحظة في الأعلى، ثم روابط الاتصال والمراسلة.',
        },
        channel: 'sales',
      },
      {
        text: {
          en: 'You don’t have to ask. Let a hot lead arrive, and wait a few seconds for its card in #sales.',
          ar: 'لا حاجة إلى السؤال. اجعل عميلًا ساخنًا يصل، وانتظر بطاقته في #sales ثوانيَ.',
        },
        channel: 'sales',
        scene: 'hot-lead',
      },
      {
        text: {
          en: 'Your own words work: brands, branches, times, in any order.',
          ar: 'اكتب بكلماتك: العلامة والفرع والوقت بأي ترتيب.',
        },
        channel: 'sales',
        type: { en: '/leads hot kia this week', ar: '/leads ساخن هذا الأسبوع' },
      },
      {
        text: {
          en: 'Someone calls back? Find them by number, name or address. Only you see the reply.',
          ar: 'اتصل بك أحدهم؟ ابحث عنه بالرقم أو الاسم أو البريد. الرد لك وحدك.',
        },
        channel: 'sales',
        type: { en: '/leads find khalid', ar: '/leads ابحث خالد' },
      },
    ],
  },
  {
    id: 'manager',
    job: { en: 'I manage a sales team', ar: 'أدير فريق مبيعات' },
    steps: [
      {
        text: {
          en: 'How many leads came, when, and from where? Press “Overview” under the list.',
          ar: 'كم عددهم، ومن أين، ومنذ متى؟ اضغط «نظرة عامة» أسفل القائمة.',
        },
        channel: 'sales',
        type: { en: '/leads yesterday', ar: '/leads أمس' },
      },
      {
        text: {
          en: 'Get the numbers in the channel every working morning.',
          ar: 'اجعل الأرقام تصل إلى القناة صباح كل يوم عمل.',
        },
        channel: 'sales',
        type: { en: '/leads subscribe digest 08:30 sun-thu', ar: '/leads اشترك ملخص 08:30 الأحد-الخميس' },
      },
      {
        text: {
          en: 'No need to wait: move the clock to tomorrow 08:30. A number in the digest opens the leads that it counts.',
          ar: 'لا حاجة إلى الانتظار: قدّم الساعة إلى 08:30 غدًا. أرقام الملخص تفتح العملاء الذين تعدّهم.',
        },
        channel: 'sales',
        scene: 'next-morning',
      },
      {
        text: {
          en: 'Everything that this channel gets, with buttons to edit, preview, pause and remove.',
          ar: 'كل ما تتلقاه هذه القناة، مع أزرار للتعديل والمعاينة والإيقاف والحذف.',
        },
        channel: 'sales',
        type: { en: '/leads subscriptions', ar: '/leads الاشتراكات' },
      },
      {
        text: {
          en: 'Guests and people from other companies see none of this. To check that, open “What each would see” in the sidebar.',
          ar: 'الضيوف والشركات الأخرى لا يرون شيئًا من ذلك: جرّب «ما يراه كلٌّ منهم» في الشريط الجانبي.',
        },
      },
    ],
  },
  {
    id: 'integration',
    job: { en: 'I look after the DMS feed', ar: 'أتابع الربط مع DMS' },
    steps: [
      {
        text: {
          en: 'What failed, and why? Errors are grouped by cause.',
          ar: 'ما الذي فشل، ولماذا؟ الأخطاء مجمّعة حسب السبب.',
        },
        channel: 'integration',
        type: { en: '/leads errors', ar: '/leads أخطاء' },
      },
      {
        text: {
          en: 'Let a bulk fail. The alert comes to #integration within half a minute: cause, value, source, and when it began.',
          ar: 'اجعل دفعة تفشل. يصل التنبيه إلى #integration خلال نصف دقيقة: السبب والقيمة والمصدر ومنذ متى.',
        },
        channel: 'integration',
        scene: 'bulk-fails',
      },
      {
        text: {
          en: 'Acknowledge it, or open “Resolve or snooze…”. Then correct the bulk: the same message shows that it is resolved.',
          ar: 'أكّد استلامه أو افتح «إغلاق أو تأجيل…»، ثم اجعلها تُصحَّح: الرسالة نفسها تقول ذلك.',
        },
        channel: 'integration',
        scene: 'bulk-corrected',
      },
      {
        text: {
          en: 'What if the DMS itself goes down? This moves the clock forward by 7 minutes.',
          ar: 'وماذا لو توقف نظام DMS نفسه؟ ستُقدَّم الساعة 7 دقائق.',
        },
        channel: 'integration',
        scene: 'dms-down',
      },
      {
        text: { en: 'Let it come back, and see what is open.', ar: 'أعده إلى العمل، ثم انظر ما هو مفتوح.' },
        channel: 'integration',
        type: { en: '/leads alerts', ar: '/leads تنبيهات' },
        scene: 'dms-back',
      },
    ],
  },
  {
    id: 'operator',
    job: { en: 'I run Leadbell', ar: 'أشغّل Leadbell' },
    steps: [
      {
        text: {
          en: 'Is Leadbell reading the DMS? Is anything stuck? Who may do what?',
          ar: 'هل يُقرأ نظام DMS؟ هل علق شيء؟ وما الصلاحيات السارية؟',
        },
        channel: 'integration',
        type: { en: '/leads status', ar: '/leads الحالة' },
      },
      {
        text: { en: 'Let the DMS go down, and ask again.', ar: 'أوقف نظام DMS ثم اسأل مرة أخرى.' },
        channel: 'integration',
        type: { en: '/leads status', ar: '/leads الحالة' },
        scene: 'dms-down',
      },
      {
        text: {
          en: 'Bring it back: Leadbell reads what it missed, and reports it once.',
          ar: 'أعده: يُقرأ ما فات ويُبلَّغ عنه مرة واحدة.',
        },
        channel: 'integration',
        scene: 'dms-back',
      },
      {
        text: {
          en: 'Below the channels, choose to act as Amal (an admin), and see who opened which lead.',
          ar: 'تصرّف باسم أمل (مشرفة) أسفل القنوات، وانظر من فتح بيانات أي عميل.',
        },
        channel: 'integration',
        type: { en: '/leads audit', ar: '/leads سجل' },
      },
      {
        text: {
          en: 'How often would a rule have alerted? Replay it over the bulks read so far, before you switch it on.',
          ar: 'كم مرة كانت القاعدة ستنبّه؟ جرّبها على الدفعات المقروءة حتى الآن قبل تفعيلها.',
        },
        channel: 'integration',
        type: { en: '/leads replay bulk-errors from-5', ar: '/leads محاكاة أخطاء-الدفعات من-5' },
      },
    ],
  },
];
