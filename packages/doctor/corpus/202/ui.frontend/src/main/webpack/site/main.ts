import './main.scss'
document.body.classList.add('plain')
